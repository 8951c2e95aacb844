import ArgumentParser
import Concepts
import Foundation
import Inputs
import Labeling
import Pipeline

/// `pseudobox concepts parse`: a filter from captions to concepts.
struct ConceptsParse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse",
    abstract: "Names the concepts of captions: JSON lines in, JSON lines out.",
    discussion: """
      Reads {"id": …, "caption": "…"} and writes, in the same order,
      {"id": …, "concepts": ["dog"], "spans": [[0, 5]]}. Spans count Unicode scalars of the caption \
      as given. They are the base noun phrases in the modes concepts and regionclip, and one for \
      each concept in the others. A caption without a concept also has "rejected" with the reason. \
      A line that cannot be read becomes {"id": …, "error": "…"}.

        pseudobox concepts parse captions.jsonl > concepts.jsonl
        zcat captions.jsonl.gz | pseudobox concepts parse --mode ngram --no-strip-punctuation
        pseudobox concepts parse --mode match --vocabulary coco.json --evidence captions.jsonl
      """)

  @Argument(
    help: "Files of JSON lines, plain, gzip or zstd; - or none for standard input.",
    completion: .file())
  var files: [String] = []

  @OptionGroup var mode: ConceptModeOptions

  @Flag(help: "Adds \"mentions\": concept, start, end and surface form of each.")
  var evidence = false

  @Option(name: .shortAndLong, help: "Worker threads; default: the number of cores.")
  var threads: Int?

  @Option(help: "Share of lines that may be bad; above it the exit code is 65.")
  var maxBadRatio = 0.1

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads), expected 1...1024")
    }
    guard (0...1).contains(maxBadRatio) else {
      throw ValidationError("--max-bad-ratio is \(maxBadRatio), expected 0...1")
    }
  }

  func run() async throws {
    let filter = CaptionFilter(
      parser: try mode.parser(),
      spansArePhrases: mode.mode == .concepts || mode.mode == .regionclip, showsEvidence: evidence)
    let stop = StopFlag()
    let watches = ProcessSetup.watchSignals { stop.request(signal: $0) }
    let runner = StreamRunner(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, stop: stop)
    var counts = CaptionFilter.Counts()
    for file in files.isEmpty ? [CaptionSource.standardInput] : files {
      counts += try await filter.run(path: file, on: runner) { Terminal.output($0) }
    }
    withExtendedLifetime(watches) {}
    for sample in counts.samples { Terminal.error(Terminal.shown("bad line: \(sample)") + "\n") }
    if counts.badLines > 0 {
      Terminal.error("\(counts.badLines) of \(counts.lines) lines could not be read\n")
    }
    if Double(counts.badLines) > maxBadRatio * Double(counts.lines) {
      Terminal.error("more than the share of \(maxBadRatio) that --max-bad-ratio allows\n")
      throw ExitCode.data.argumentParserCode
    }
  }
}
