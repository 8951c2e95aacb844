import ArgumentParser
import Codecs
import Foundation
import Labeling
import Pipeline
import Records
import Reports

/// `pseudobox propose`: what a proposer does with a picture.
struct Propose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the boxes that a pipeline's proposers, or one model, propose for pictures.",
    discussion: """
      The boxes went through the pipeline's chain, as in a run. With --draw they are drawn into the \
      picture: the best on top, a colour for each source, scores on the labels. Several pictures are \
      drawn into a folder.

        pseudobox propose photo.jpg --pipeline pipelines/quickstart.yaml --draw boxes.jpg
        pseudobox propose a.jpg b.jpg --model /models/rpn-v2 --set regions.chain.top=20 --json
      """)

  @Argument(help: "JPEG or PNG files.", completion: .file())
  var images: [String]

  @Option(help: "The pipeline file whose sources and chain are used.")
  var pipeline: String?

  @Option(help: "A model's folder instead: an OWL of Hugging Face, or a converted network.")
  var model: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Overrides one setting, for example regions.chain.top=20; may be repeated.",
      valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: "Draws the boxes into this JPEG file; into this folder for several pictures.")
  var draw: String?

  @Option(help: "Best boxes that are drawn and listed.")
  var top = 20

  @Flag(help: "Prints one line of JSON for each picture, with all boxes.")
  var json = false

  func validate() throws {
    if (pipeline == nil) == (model == nil) {
      throw ValidationError("give either --pipeline or --model")
    }
    if images.isEmpty { throw ValidationError("give at least one picture") }
    for target in draw.map(drawings) ?? [] {
      if let source = images.first(where: { Self.resolved($0) == Self.resolved(target) }) {
        throw ValidationError(
          "--draw would write \(target) over the picture \(source); give another file or folder")
      }
    }
    if !(1...4096).contains(top) { throw ValidationError("--top is \(top), expected 1...4096") }
  }

  func run() throws {
    let settings =
      if let pipeline {
        try PipelineSettings.load(path: pipeline, overrides: overrides)
      } else {
        try ProposalPreview.settings(model: model ?? "", overrides: overrides)
      }
    let preview = try ProposalPreview(
      settings: settings, observer: Terminal.observer(progress: .none, log: .text, quiet: true))
    let targets = draw.map(drawings)
    if let draw, images.count > 1 { try PosixFileSystem().createDirectories(draw) }
    for (index, path) in images.enumerated() {
      let found: ProposalPreview.Found
      switch try preview.propose(path) {
      case .failure(let rejection): throw RejectedImage(path: path, rejection: rejection)
      case .success(let result): found = result
      }
      let text = ProposalText(path: path, found: found, preview: preview)
      Terminal.output(json ? try BenchTable.line(text.json) : text.table(top: top))
      guard let targets else { continue }
      let picture = BoxPicture(found.image, marks: text.marks(top: top)).image
      try DurableFile.replace(JPEGEncoder.encode(picture, quality: 92), at: targets[index])
    }
  }

  /// The file for each picture; names in a folder are made different where they are not.
  private func drawings(_ draw: String) -> [String] {
    guard images.count > 1 else { return [draw] }
    var used: Set<String> = []
    return images.map { path in
      let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
      var name = stem
      var number = 2
      while !used.insert(name).inserted {
        name = "\(stem)-\(number)"
        number += 1
      }
      return "\(draw)/\(name).jpg"
    }
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).absoluteURL.resolvingSymlinksInPath().path
  }
}
