/// Why parts of a report have no numbers, by their paths in `report.json`.
struct AbsentParts {
  let report: Report
  let hasGroundTruth: Bool

  var reasons: [String: String] {
    var reasons: [String: String] = [:]
    let noTruth =
      hasGroundTruth
      ? "the ground truth annotates none of the images"
      : "no ground truth is given (input.ground_truth)"
    let noLabels = "the labels pass has not run on these regions"
    if report.labels == nil { reasons["labels"] = noLabels }
    if report.labels?.temperature == nil, report.labels != nil {
      reasons["labels.entropyBits"] = "the temperature of the labels is not known"
      reasons["labels.residual"] = reasons["labels.entropyBits"]
    }
    if report.captions == nil {
      reasons["captions"] =
        report.labels == nil
        ? noLabels
        : report.images.captions == 0
          ? "no captions are given (input.captions)" : "no caption names a concept of the pool"
    }
    if report.poolCoverage == nil { reasons["poolCoverage"] = noTruth }
    if report.proposalQuality == nil { reasons["proposalQuality"] = noTruth }
    if let quality = report.labelQuality {
      reasons.merge(Self.missing(in: quality)) { a, _ in a }
    } else {
      reasons["labelQuality"] = report.proposalQuality == nil ? noTruth : noLabels
    }
    if report.duplicates.near == nil {
      reasons["duplicates.near"] = "these regions were stored without perceptual hashes"
    }
    if report.duplicates.evaluation == nil {
      reasons["duplicates.evaluation"] = "no list is given (report.evaluation_images)"
    }
    if report.leakAudit == nil {
      reasons["leakAudit"] =
        hasGroundTruth
        ? "no class is novel (input.novel_classes, or 'split' in the ground truth)" : noTruth
    }
    if let audit = report.leakAudit, audit.removed == nil {
      reasons["leakAudit.removed"] = "no name is on the remove list (concepts.remove)"
    }
    return reasons
  }

  private static func missing(in quality: LabelQuality) -> [String: String] {
    var reasons: [String: String] = [:]
    if quality.calibration == nil {
      reasons["labelQuality.calibration"] = "no measured region lies on an object"
    }
    if quality.detections.isEmpty {
      reasons["labelQuality.detections"] = "no box is labelled with a class of the ground truth"
    }
    if quality.classBoxes == nil {
      reasons["labelQuality.classBoxes"] = "no box was chosen for an image-level label"
    }
    if quality.imageLabels == nil {
      reasons["labelQuality.imageLabels"] = "no caption names a class of the ground truth"
    }
    return reasons
  }
}
