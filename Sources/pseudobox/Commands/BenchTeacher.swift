public import ArgumentParser
public import Benchmarks
import Foundation
public import Kernels

extension Architecture: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}

/// `pseudobox bench teacher`: the towers of one CLIP.
struct BenchTeacher: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teacher",
    abstract: "Measures a teacher's speed, load time, distance from the machine's limit, memory.",
    discussion: """
      Without a folder a checkpoint of the named architecture with random weights is made in a \
      temporary folder: its speed and memory are those of a trained one.

        pseudobox bench teacher --arch vit-b-32 --batch 32 --threads 2
        pseudobox bench teacher /models/clip-vit-base-patch32 --rounds 9 --json

      Rounds of all measurements alternate; medians are shown, with the smallest and largest value.
      """)

  @Argument(help: "A CLIP's folder; default: random weights.", completion: .directory)
  var folder: String?

  @Option(help: "Architecture of the random weights.")
  var arch: Architecture = .vitB32

  @Option(help: "Arithmetic of the image tower: f32 or int8.")
  var precision: Precision = .f32

  @Option(help: "Images that go through the tower together.")
  var batch = 32

  @Option(name: .shortAndLong, help: "Worker threads; default: the number of cores.")
  var threads: Int?

  @Option(help: "How often everything is measured.")
  var rounds = 5

  @Flag(help: "Prints one line of JSON instead of a table.")
  var json = false

  @Option(help: "Keeps the random checkpoint in this folder.", completion: .directory)
  var keep: String?

  @Option(help: "Safetensors file with a tensor `pixels` to embed, before anything is measured.")
  var pixels: String?

  @Option(help: "Safetensors file for the tensor `embeddings` of --pixels.")
  var embeddings: String?

  @Flag(
    help: ArgumentHelp(
      "Runs one image round for each line of standard input and prints its times as JSON.",
      discussion: "For alternating with other programs."))
  var paced = false

  func validate() throws {
    for (name, value) in [
      ("--batch", batch), ("--rounds", rounds), ("--threads", threads ?? 1),
    ] where !(1...4096).contains(value) {
      throw ValidationError("\(name) is \(value), expected 1...4096")
    }
    if (pixels == nil) != (embeddings == nil) {
      throw ValidationError("--pixels and --embeddings belong together")
    }
    if folder != nil && keep != nil {
      throw ValidationError("--keep is for random weights, a folder was given")
    }
  }

  func run() throws {
    if let folder { return try measure(folder, model: folder) }
    let temporary = NSTemporaryDirectory() + "pseudobox-bench-\(getpid())"
    let place = keep ?? temporary
    defer { if keep == nil { try? FileManager.default.removeItem(atPath: temporary) } }
    try RandomCheckpoint(arch).write(to: place)
    try measure(place, model: "\(arch.rawValue), random weights")
  }

  private func measure(_ folder: String, model: String) throws {
    let benchmark = try TeacherBenchmark(
      TeacherBenchmark.Settings(
        model: model, folder: folder, precision: precision, batch: batch,
        threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, rounds: rounds))
    if let pixels, let embeddings { try benchmark.embed(pixels: pixels, into: embeddings) }
    if paced {
      while readLine() != nil {
        Terminal.output(try BenchTable.line(benchmark.imageRound()))
      }
      return
    }
    let figures = benchmark.run()
    Terminal.output(json ? try BenchTable.line(figures) : BenchTable.text(figures))
  }
}
