import ArgumentParser
import Benchmarks
import Foundation
import Kernels

/// `pseudobox bench owl`: the image pass of one OWL detector.
struct BenchOWL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owl",
    abstract: "Measures an OWL-ViT's or OWLv2's image pass, or compares its outputs.",
    discussion: """
      Prints one line of JSON for each round: wall and processor seconds for one image on each \
      thread. `scripts/bench/owl` measures it in turn with ONNX Runtime and PyTorch, \
      `scripts/check-owl` compares --outputs with transformers.

        pseudobox bench owl /models/owlv2-base-patch16-ensemble --rounds 3
        pseudobox bench owl DIR --inputs pixels.safetensors --outputs found.safetensors --rounds 0
      """)

  @Argument(help: "The detector's folder.", completion: .directory)
  var folder: String

  @Option(help: "Arithmetic of the image tower: f32 or int8.")
  var precision: Precision = .f32

  @Option(name: .shortAndLong, help: "Worker threads, each with an image of its own.")
  var threads = 1

  @Option(help: "How often the pass is measured.")
  var rounds = 3

  @Option(help: "Safetensors file with `pixels` and, if wanted, `ids` and `lengths` of texts.")
  var inputs: String?

  @Option(help: "Safetensors file for `boxes`, `objectness` and `logits` of --inputs.")
  var outputs: String?

  @Flag(
    help: ArgumentHelp(
      "Runs one round for each line of standard input.",
      discussion: "For alternating with other programs."))
  var paced = false

  func validate() throws {
    if !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads), expected 1...1024")
    }
    if !(0...4096).contains(rounds) {
      throw ValidationError("--rounds is \(rounds), expected 0...4096")
    }
    if (inputs == nil) != (outputs == nil) {
      throw ValidationError("--inputs and --outputs belong together")
    }
  }

  func run() throws {
    let benchmark = try OWLBenchmark(folder: folder, precision: precision, threads: threads)
    if let inputs, let outputs { try benchmark.detect(inputs: inputs, outputs: outputs) }
    if paced {
      while readLine() != nil { Terminal.output(try BenchTable.line(benchmark.imageRound())) }
      return
    }
    for _ in 0..<rounds { Terminal.output(try BenchTable.line(benchmark.imageRound())) }
  }
}
