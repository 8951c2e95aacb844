import ArgumentParser
import Benchmarks

/// `pseudobox bench captions`: the parser and the counting.
struct BenchCaptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "captions",
    abstract: "Measures the caption parser and the counting of concepts on one thread.",
    discussion: """
      Captions are read into memory first. The pool's counts are kept for all of them.

        pseudobox bench captions pipelines/bundled/scenes/captions.json --rounds 9
      """)

  @Argument(help: "Captions in any format that a pipeline takes.", completion: .file())
  var file: String

  @Option(help: "Reads no more than this many captions.")
  var limit: Int = .max

  @Option(help: "How often everything is measured.")
  var rounds = 5

  @Flag(help: "Prints one line of JSON instead of a table.")
  var json = false

  @Flag(
    help: ArgumentHelp(
      "Runs one round for each line of standard input and prints its times as JSON.",
      discussion: "For alternating with other programs."))
  var paced = false

  func validate() throws {
    if !(1...4096).contains(rounds) {
      throw ValidationError("--rounds is \(rounds), expected 1...4096")
    }
    if limit < 1 { throw ValidationError("--limit is \(limit), expected 1 or more") }
  }

  func run() throws {
    let benchmark = try CaptionBenchmark(file: file, limit: limit)
    if paced {
      while readLine() != nil { Terminal.output(try BenchTable.line(benchmark.round())) }
      return
    }
    let figures = benchmark.run(rounds: rounds)
    Terminal.output(json ? try BenchTable.line(figures) : BenchTable.text(figures))
  }
}
