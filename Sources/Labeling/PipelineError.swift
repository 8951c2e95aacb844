import Concepts
import Records

/// A run cannot go on because files disagree with each other or too much of them is bad.
public enum PipelineError: Error, Hashable, Sendable {
  /// The data set was planned with other inputs, settings or models.
  case planChanged(path: String, differences: [String])
  /// A worker's settings name a label set that nobody has prepared.
  case labelSetNotPlanned(path: String, differences: [String])
  /// A file that the frozen list of inputs was made from has changed, or the list itself.
  case inputsChanged(path: String, what: String)
  /// The plan's file is not a plan.
  case unreadablePlan(path: String, reason: String)
  /// A pass was asked for alone before an earlier one was done.
  case missingArtifact(path: String, pass: String)
  /// A finished artifact was made from something else than the plan says.
  case artifactMismatch(path: String, what: String, expected: String, found: String)
  /// What must be done alone was begun while others write.
  case beingWritten(path: String)
  /// Labels of other settings would go with the regions that they were made of.
  case otherLabelSets(path: String, names: [String])
  /// A unit's labels were asked for before its regions are there.
  case notYet(path: String, pass: String)
  /// More images than the limit could not be used.
  case tooManyRejected(images: Int, rejected: Int, ratioMax: Double, samples: [String])
  /// A teacher of 8-bit products is too far from the one of floats.
  case imprecise(
    model: String, crops: Int, cosineMin: Double, cosineMean: Double, limit: Double)
  /// There are several label sets, and nothing says which one is meant.
  case severalLabelSets(path: String, names: [String])
  /// A file of concepts holds no name.
  case noNames(path: String)
  /// There was no caption to make a pool of.
  case noCaptions(paths: [String])
  /// No name in the captions became a concept; `isCounted` when captions alone were counted, whose
  /// thresholds are options.
  case emptyPool(captions: Int, reasons: String, isCounted: Bool)
}

extension PipelineError {
  /// An empty pool of the captions in `paths`, with where captions and names went.
  static func emptyPool(
    of pool: ConceptPool, paths: [String], isCounted: Bool = false
  ) -> PipelineError {
    let accounting = pool.accounting
    guard accounting.captions > 0 else { return .noCaptions(paths: paths) }
    let reasons =
      (accounting.rejections.map { ($0.key.rawValue, $0.value) }
      + accounting.droppedNames.map { ("names dropped by \($0.key.rawValue)", $0.value) })
      .filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }
      .map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    return .emptyPool(captions: accounting.captions, reasons: reasons, isCounted: isCounted)
  }
}

extension PipelineError: CustomStringConvertible {
  /// For people: what, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .planChanged(let path, let differences):
      return "\(path): this data set was planned with something else than today's files:\n  "
        + differences.joined(separator: "\n  ")
        + "\nUse another --output, or bring back what the plan names."
    case .labelSetNotPlanned(let path, let differences):
      return "\(path): not there: these settings make another label set than the one planned:\n  "
        + differences.joined(separator: "\n  ")
        + "\nBring back what was planned, or run `pseudobox plan` once for the new set."
    case .inputsChanged(let path, let what):
      return "\(path): expected it as it was when the plan was made, but \(what). Bring it "
        + "back, or run `pseudobox plan` again: it goes on with changed captions and tells what "
        + "does not fit."
    case .unreadablePlan(let path, let reason):
      return "\(path): expected a plan, found something else (\(reason)). "
        + "Remove the file to plan again; finished shards are checked against the new plan."
    case .missingArtifact(let path, let pass):
      return "\(path): not there yet. Run `pseudobox \(pass)` first."
    case .artifactMismatch(let path, let what, let expected, let found):
      return "\(path): \(what) is not that of the plan: expected \(expected), found \(found). "
        + "The file comes from another run; remove it, or use another --output."
    case .beingWritten(let path):
      return "\(path): somebody is writing this data set. Wait until all workers have ended; "
        + "`pseudobox gc` removes what dead ones left."
    case .otherLabelSets(let path, let names):
      return "\(path): label sets of other settings have these units too: "
        + "\(names.joined(separator: ", ")). With --drop-other-labels their labels of these units "
        + "are removed; run `pseudobox labels` with their settings afterwards."
    case .notYet(let path, let pass):
      return
        "\(path): not there yet. Run `pseudobox \(pass)` on this unit first; if that has ended "
        + "on another machine, its file system shows it later."
    case .tooManyRejected(let images, let rejected, let ratioMax, let samples):
      return "\(rejected) of \(images) images could not be used, more than input.max_bad_ratio "
        + "(\(ratioMax)) allows. The first:\n  " + samples.joined(separator: "\n  ")
        + "\nTheir records say why; mend the files or raise the limit."
    case .imprecise(let model, let crops, let cosineMin, let cosineMean, let limit):
      return "\(model): with regions.teacher.precision int8 the embeddings of \(crops) crops of "
        + "the first images differ too much from those of f32: expected cosines of at least \(limit), "
        + "found \(cosineMin) (mean \(cosineMean)). Use precision f32 for this checkpoint, or lower "
        + "regions.teacher.int8_cosine_min."
    case .severalLabelSets(let path, let names):
      return "\(path): expected one label set, found \(names.joined(separator: ", ")). "
        + "Name one with --label-set, or by its path where a data set is named."
    case .noNames(let path):
      return "\(path): expected names of concepts, one on each line, found none."
    case .noCaptions(let paths):
      return "the concept pool is empty: no caption with a word in it was read"
        + (paths.isEmpty ? "" : " from \(paths.joined(separator: ", "))")
        + ". Name captions with input.captions or concepts.corpus, or concepts with concepts.pool "
        + "or concepts.add."
    case .emptyPool(let captions, let reasons, let isCounted):
      return "the concept pool is empty: \(captions) captions were read"
        + (reasons.isEmpty ? "" : " (\(reasons))") + ". "
        + (isCounted
          ? "Lower --min-count and --min-images, or add names with --add."
          : "Lower concepts.min_occurrences and concepts.min_images, or add names with concepts.add.")
    }
  }
}
