/// Short names of the numbers that builds are judged by, with their paths into `report.json`.
public struct GateName: Hashable, Sendable {
  /// What is written before the comparison.
  public let name: String
  /// Where the number is.
  public let path: String
  /// What it is, for help and documentation.
  public let meaning: String

  private init(_ name: String, _ path: String, _ meaning: String) {
    self.name = name
    self.path = path
    self.meaning = meaning
  }

  /// All of them, in the order of the documentation.
  public static let all: [GateName] =
    [5, 10, 50, 100, 300].map { boxes in
      GateName(
        "recall\(boxes)", "proposalQuality.groups.all.points.\(boxes).recall50",
        "objects found with IoU 0.5 by the best \(boxes) proposals of an image")
    } + [
      GateName(
        "recall50_75", "proposalQuality.groups.all.points.50.recall75", "same at IoU 0.75, 50 boxes"
      ),
      GateName(
        "recall50_novel", "proposalQuality.groups.novel.points.50.recall50",
        "recall50 over objects of novel classes"),
      GateName(
        "ar100", "proposalQuality.groups.all.points.100.average",
        "recall of 100 proposals, mean over IoU 0.5 to 0.95"),
      GateName(
        "proposal_ap50", "proposalQuality.averagePrecision50",
        "average precision of class-agnostic proposals"),
      GateName(
        "top1", "labelQuality.onProposals.all.top1",
        "objects whose best proposal is rightly named"),
      GateName("top5", "labelQuality.onProposals.all.top5", "same, one of five concepts"),
      GateName(
        "top1_novel", "labelQuality.onProposals.novel.top1", "top1 over objects of novel classes"),
      GateName(
        "top1_truth", "labelQuality.onGroundTruthBoxes.all.top1",
        "ground-truth boxes that are rightly named"),
      GateName(
        "region_ap50", "labelQuality.detections.regions.groups.all.ap50",
        "pseudo boxes of regions, mean over classes"),
      GateName(
        "region_ap50_novel", "labelQuality.detections.regions.groups.novel.ap50",
        "same over novel classes"),
      GateName(
        "class_box_ap50", "labelQuality.detections.class_boxes.groups.all.ap50",
        "class boxes, mean over classes"),
      GateName(
        "class_box_precision", "labelQuality.classBoxes.precision",
        "class boxes whose class is in the image"),
      GateName(
        "localisation", "labelQuality.classBoxes.bestLocalisation",
        "labels whose best box is on an object of the class"),
      GateName(
        "corloc", "labelQuality.classBoxes.corLoc",
        "images and classes whose best box is on an object"),
      GateName(
        "image_label_precision", "labelQuality.imageLabels.precision",
        "labels from captions that are in the image"),
      GateName(
        "image_label_recall", "labelQuality.imageLabels.recall",
        "classes in the image that a caption names"),
      GateName("ece", "labelQuality.calibration.expectedError", "expected calibration error"),
      GateName("pool_coverage", "poolCoverage.classes", "classes that captions name, in the pool"),
      GateName("kept", "labels.kept", "labels above the threshold in force"),
      GateName("residual", "labels.residual.mean", "mean probability outside the stored concepts"),
      GateName(
        "caption_agreement", "captions.kept", "kept labels that the image's captions name"),
      GateName("rejected", "images.rejected", "images that could not be used"),
      GateName("duplicates", "duplicates.exact.surplus", "images that are there already"),
      GateName("near_duplicates", "duplicates.near.surplus", "pictures that look like another"),
      GateName(
        "evaluation_images", "duplicates.evaluation.exact",
        "files of the evaluation list in the data set"),
      GateName(
        "evaluation_alike", "duplicates.evaluation.near",
        "pictures of the evaluation list that look like one of the data set"),
      GateName(
        "evaluation_unreadable", "duplicates.evaluation.unreadable",
        "files of the evaluation list that could not be read or decoded"),
      GateName("unused_concepts", "concepts.unused", "concepts nearest to no region"),
      GateName("leaked_mentions", "leakAudit.captions.hits", "captions that mention a novel class"),
      GateName("leaked_concepts", "leakAudit.poolEntries", "concepts that name a novel class"),
    ]
}
