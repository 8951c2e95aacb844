import ArgumentParser
import Exports

/// What of the data set an export takes.
struct ExportChoiceOptions: ParsableArguments {
  @Option(help: "Regions of an image, the best first; default: the format's own number.")
  var top: Int?

  @Option(
    name: .customLong("score-min"),
    help: ArgumentHelp(
      "Least score of a proposal; for class boxes the score that a box must be above.",
      discussion: "Class boxes: 0.95 by default when a proposer scored them, else 0."))
  var scoreMin: Float?

  @Option(help: "A region is labelled when its largest probability is above this.")
  var keepProbability: Float = 0.1

  @Option(help: "Which boxes are annotations: regions or class-boxes.")
  var content = "regions"

  @Option(help: "An annotation's score: probability, proposal, cosine or product.")
  var score = "probability"

  @Option(
    help: ArgumentHelp(
      "Kinds of proposal sources that are taken, by commas; default: all but ground_truth.",
      valueName: "kinds"))
  var sources: String?

  @Option(
    name: .customLong("empty"),
    help: "Images without regions where the consumer fails: whole-image, skip or fail.")
  var emptyImages = "whole-image"

  @Flag(help: "Cuts boxes to whole pixels, as the original files have them.")
  var integerBoxes = false

  @Option(help: "Where the files of images lie: flat, or synset (n01234567/n01234567_89).")
  var layout = "flat"

  @Option(help: "Precision of .npy tables: f16 or f32.")
  var precision = "f16"

  @Option(help: "Labels of one image, at most (WS_NUM_PROPS: 32 on COCO, 128 on LVIS).")
  var labelsPerImage = 32

  @Option(help: "Boxes of one label, at most.")
  var boxesPerLabel = 1

  @Option(help: "Leaves out categories of this split, for example novel.")
  var withoutSplit: String?

  @Option(help: "Put before an image's name where a format wants an address.")
  var imagePrefix = "/data/local-files/?d="

  func validate() throws {
    for (name, value) in [
      ("--top", top ?? 1), ("--labels-per-image", labelsPerImage),
      ("--boxes-per-label", boxesPerLabel),
    ] where value < 1 {
      throw ValidationError("\(name) is \(value), expected at least 1")
    }
    guard (0...1).contains(keepProbability) else {
      throw ValidationError("--keep-probability is \(keepProbability), expected 0...1")
    }
    guard ["f16", "f32"].contains(precision) else {
      throw ValidationError("--precision is \(precision), expected f16 or f32")
    }
    _ = try parsed()
  }

  /// The choices as exports take them.
  var options: ExportOptions {
    get throws { try parsed() }
  }

  private func parsed() throws -> ExportOptions {
    var options = ExportOptions()
    options.top = top
    options.scoreMin = scoreMin
    options.keepProbability = keepProbability
    options.content = try NamedChoice.value(content)
    options.score = try NamedChoice.value(score)
    options.sources = sources?.split(separator: ",").map(String.init)
    options.emptyImages = try NamedChoice.value(emptyImages)
    options.hasIntegerBoxes = integerBoxes
    options.layout = try NamedChoice.value(layout)
    options.hasHalfPrecision = precision == "f16"
    options.labelsPerImage = labelsPerImage
    options.boxesPerLabel = boxesPerLabel
    options.withoutSplit = withoutSplit
    options.imagePrefix = imagePrefix
    return options
  }
}
