import ArgumentParser
import Benchmarks
import Codecs

/// `pseudobox bench pairing`: regions against a pool.
struct BenchPairing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairing",
    abstract: "Measures the search for the nearest concepts against a large matrix product.",
    discussion: """
      Cosines, nearest concepts and the sum of exponentials over the whole pool, exactly, of random \
      embeddings. The share is that of a large f32 product of our kernels in the same round.

        pseudobox bench pairing --concepts 100000 --regions 500
      """)

  @Option(help: "Regions of a round on one thread.")
  var regions = 1_000

  @Option(help: "Concepts of the pool.")
  var concepts = 4_764

  @Option(help: "Columns of an embedding.")
  var size = 512

  @Option(help: "Nearest concepts kept for a region.")
  var top = 32

  @Option(name: .shortAndLong, help: "Worker threads.")
  var threads = 1

  @Option(help: "How often everything is measured.")
  var rounds = 9

  @Flag(help: "Prints one line of JSON instead of a table.")
  var json = false

  @Option(help: "Safetensors file with tensors `regions` and `concepts` to be used instead.")
  var arrays: String?

  @Option(help: "Safetensors file for what was found, written before anything is measured.")
  var found: String?

  @Flag(
    help: ArgumentHelp(
      "Runs one round for each line of standard input and prints its times as JSON.",
      discussion: "For alternating with other programs."))
  var paced = false

  func validate() throws {
    for (name, value, most) in [
      ("--regions", regions, 1 << 20), ("--concepts", concepts, 1 << 22), ("--size", size, 4096),
      ("--top", top, 1000), ("--threads", threads, 1024), ("--rounds", rounds, 4096),
    ] where !(1...most).contains(value) {
      throw ValidationError("\(name) is \(value), expected 1...\(most)")
    }
  }

  func run() throws {
    var settings = PairingBenchmark.Settings()
    settings.regions = regions
    settings.concepts = concepts
    settings.size = size
    settings.top = top
    settings.threads = threads
    let benchmark =
      try arrays.map { try PairingBenchmark(settings, arrays: $0) } ?? PairingBenchmark(settings)
    if let found { try DurableFile.replace(benchmark.result(), at: found) }
    if paced {
      while readLine() != nil { Terminal.output(try BenchTable.line(benchmark.round())) }
      return
    }
    let figures = benchmark.run(rounds: rounds)
    Terminal.output(json ? try BenchTable.line(figures) : BenchTable.text(figures))
  }
}
