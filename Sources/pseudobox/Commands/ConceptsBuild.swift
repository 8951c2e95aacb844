import ArgumentParser
import Concepts
import Inputs
import Labeling

/// `pseudobox concepts build`: a pool of caption files, without images or models.
struct ConceptsBuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Builds a concept pool of caption files, or a partial pool of a part of them.",
    discussion: """
      Files are COCO or Karpathy json, TSV, CSV, JSON lines or plain text, each plain, .gz or .zst;
      `-` is the standard input. Counting takes at most 256 MB, and goes on where it was stopped.
        pseudobox concepts build captions.json more.tsv.gz --output pool --min-count 11
        pseudobox concepts build shard-07.tsv.gz --partial parts/07.counts
        pseudobox concepts merge parts/*.counts --output pool
        pseudobox concepts build captions.json -o pool --mode regionclip --no-filters --chains none
      """)

  @Argument(help: "Caption files; `-` for the standard input.", completion: .file())
  var files: [String]

  @Option(name: .shortAndLong, help: "The pool's folder; made when missing.")
  var output: String?

  @Option(help: "Writes the counts to this file instead, to be merged with others.")
  var partial: String?

  @Option(
    help: "How all files are written: coco, karpathy, tsv, csv, jsonl or text.",
    transform: { try NamedChoice.value($0) })
  var format: CaptionSource.Format?

  @Option(help: "Column or key of the caption, by name or number.")
  var captionColumn: String?

  @Option(help: "Column or key of the image, by name or number.")
  var imageColumn: String?

  @Option(help: "Split of a Karpathy file to read; may be repeated; default: all.")
  var split: [String] = []

  @Option(help: "Share of rows that may be unreadable; above it the exit code is 65.")
  var maxBadRatio = 0.1

  @OptionGroup(title: "Parsing") var mode: ConceptModeOptions
  @OptionGroup(title: "Parsing") var parsing: PoolParsingOptions
  @OptionGroup(title: "Selection") var selection: PoolSelectionOptions
  @OptionGroup(title: "Running") var running: JobOptions

  func validate() throws {
    guard (output == nil) != (partial == nil) else {
      throw ValidationError("give either --output or --partial")
    }
    guard (0...1).contains(maxBadRatio) else {
      throw ValidationError("--max-bad-ratio is \(maxBadRatio), expected 0...1")
    }
    guard !(parsing.mergeSynonyms && selection.removesNamesAlone) else {
      throw ValidationError(
        "--keep-synonyms contradicts --merge-synonyms: a removed name is counted with its synonyms, "
          + "and cannot go without them; give one of the two")
    }
  }

  func run() async throws {
    let session = running.session()
    var job = session.job(try selection.rules())
    if mode.mode != .concepts { job.parser = (try mode.poolName(), try mode.parser()) }
    job.captionModel = try mode.model()
    job.ownFiles["caption_model"] = mode.captionModel
    job.mergesSynonyms = parsing.mergeSynonyms
    job.badRatioMax = maxBadRatio
    selection.apply(to: &job)
    let options = CaptionOptions(
      captionColumn: captionColumn, imageColumn: imageColumn, splits: Set(split))
    if let partial {
      try await job.writePartial(of: files, format: format, options: options, to: partial)
    } else if let output {
      let pool = try await job.build(of: files, format: format, options: options, into: output)
      Terminal.output(PoolSummary(pool: pool, folder: output).text)
    }
  }
}
