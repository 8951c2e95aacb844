import ArgumentParser
import Benchmarks
import Codecs
import Foundation
import Labeling
import Pipeline
import Records

/// `pseudobox bench proposals`: the sources of boxes.
struct BenchProposals: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals",
    abstract: "Measures a proposer's speed, load time and memory.",
    discussion: """
      One picture goes through the model and the chain on each thread, round by round; medians are \
      shown, with the smallest and largest value. scripts/bench/proposals compares with PyTorch, \
      ONNX Runtime and OpenVINO.

        pseudobox bench proposals /models/rpn-v2 --image photo.jpg --threads 2
        pseudobox bench proposals pipelines/bundled/models/small-owlv2 --rounds 9 --json
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @Option(help: "A JPEG or PNG file; default: a built-in picture of 640x480.")
  var image: String?

  @Option(name: .shortAndLong, help: "Worker threads; default: the number of cores.")
  var threads: Int?

  @Option(help: "How often everything is measured.")
  var rounds = 5

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Overrides one setting, for example regions.proposals.0.post_nms=300; may be repeated.",
      valueName: "key=value"))
  var overrides: [String] = []

  @Flag(help: "Prints one line of JSON instead of a table.")
  var json = false

  @Flag(
    help: ArgumentHelp(
      "Runs one round for each line of standard input and prints its times as JSON.",
      discussion: "For alternating with other programs."))
  var paced = false

  func validate() throws {
    for (name, value) in [("--rounds", rounds), ("--threads", threads ?? 1)]
    where !(1...4096).contains(value) {
      throw ValidationError("\(name) is \(value), expected 1...4096")
    }
  }

  func run() throws {
    let picture = try image.map(decoded) ?? Self.builtIn
    let settings = try ProposalPreview.settings(model: model, overrides: overrides)
    var loaded: ProposalPreview?
    let load = try Elapsed.measuring {
      loaded = try ProposalPreview(
        settings: settings,
        observer: Terminal.observer(progress: .none, log: .text, quiet: true))
    }
    guard let preview = loaded else { preconditionFailure("loaded or thrown") }
    // What fails, fails for the first one too, and is not measured.
    _ = try preview.propose(picture, key: ImageKey("picture"))
    let benchmark = ProposalBenchmark(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, rounds: rounds
    ) {
      (try? preview.propose(picture, key: ImageKey("picture")))?.proposals.count ?? 0
    }
    if paced {
      while readLine() != nil { Terminal.output(try BenchTable.line(benchmark.round())) }
      return
    }
    let figures = benchmark.run(
      model: model, image: "\(image ?? "built-in"), \(picture.width)x\(picture.height)",
      loadSeconds: load.wall)
    Terminal.output(json ? try BenchTable.line(figures) : BenchTable.text(figures))
  }

  private func decoded(_ path: String) throws -> PixelImage {
    switch ImageDecoder.decode(try readFile(path, bytesMax: 1 << 30)) {
    case .success(let image): return image
    case .failure(let rejection): throw RejectedImage(path: path, rejection: rejection)
    }
  }

  /// Smooth waves in three colours: the time of a network does not depend on the picture.
  private static var builtIn: PixelImage {
    var rgb: [UInt8] = []
    for y in 0..<480 {
      for x in 0..<640 {
        rgb += [UInt8(x / 3), UInt8(y / 2), UInt8((x + y) / 5)]
      }
    }
    return PixelImage(width: 640, height: 480, rgb: rgb)
  }
}
