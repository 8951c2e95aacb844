import Codecs
public import Inputs
import Pipeline
import Records

/// A file of proposals as a run uses it.
public struct ImportedProposals: Sendable {
  /// Which entry of `regions.proposals` names it, counted from 0.
  public let source: Int
  /// What was found in it.
  public let report: ProposalFileReport
  let table: ProposalTable
}

/// Reads the files of proposals that the pipeline names, before anything is planned around them.
struct ProposalFilePass {
  let settings: PipelineSettings
  /// Folder for boxes that do not fit into memory.
  let scratch: String
  /// Asks the reading to stop.
  var stop = StopFlag()

  /// Every file's boxes for the listed images.
  ///
  /// - Throws: What `ProposalFileSource.read` throws, and `InputError.tooManyBadRows` above
  ///   `input.max_bad_ratio`.
  func read(_ inputs: LabelingInputs, _ observer: RunObserver) throws -> [ImportedProposals] {
    var files: [ImportedProposals] = []
    let hasFiles = settings.regions.proposals.contains { source in
      if case .file = source { true } else { false }
    }
    // Rows of a file are matched by ids, names and stems: that takes all keys in memory.
    let images = hasFiles ? try inputs.images(in: 0..<inputs.count) : []
    for (index, source) in settings.regions.proposals.enumerated() {
      guard case .file(let file) = source else { continue }
      try PosixFileSystem().createDirectories(scratch)
      let (table, report) = try file.source.read(
        for: images, hasIDs: !inputs.report.usesOrdinals, scratch: scratch,
        check: stop.check)
      let allowed = settings.input.maxBadRatio * Double(report.boxes)
      guard Double(report.rejected) <= allowed else {
        throw InputError.tooManyBadRows(
          paths: [report.path], rows: report.boxes, bad: report.rejected,
          ratioMax: settings.input.maxBadRatio, samples: report.samples.map(\.detail))
      }
      tell(report, observer)
      files.append(ImportedProposals(source: index, report: report, table: table))
    }
    return files
  }

  private func tell(_ report: ProposalFileReport, _ observer: RunObserver) {
    observer.note(.info, "\(report.path): \(report.summary)", [:])
    func warn(_ isDue: Bool, _ text: String) {
      if isDue { observer.note(.warning, "\(report.path): \(text)", [:]) }
    }
    let images = report.imagesMatched + report.imagesMissing
    warn(
      2 * report.imagesMatched < images,
      "knows only \(report.imagesMatched) of \(images) images; is it for other images?")
    warn(
      report.imagesExtra > images,
      "\(report.imagesExtra) of its images are not in the list")
    warn(
      report.ambiguous > 0,
      "\(report.ambiguous) rows have a name that several images have; give folders too")
    warn(report.repeatedImages > 0, "\(report.repeatedImages) images come more than once")
    warn(report.rejected > 0, "\(report.rejected) boxes are left out")
    for sample in report.samples.prefix(3) {
      observer.note(.warning, "  for example \(sample.detail)", [:])
    }
  }
}
