import ArgumentParser
import Labeling
import ShardStore

/// `pseudobox index`: the passes up to this one, or the index alone from the shards.
struct Index: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Builds the SQLite index from the shards.",
    discussion: """
      With a pipeline file: runs what this pass needs and is not done yet, then makes the index
      again. With --rebuild and the data set's folder alone: makes the index from the shards and
      the label set's pool.tsv; no pipeline file, plan, model or image is needed. The bytes are
      the same.

        pseudobox index pipelines/quickstart.yaml --output output/quickstart
        pseudobox index --rebuild output/quickstart
        pseudobox index --rebuild output/quickstart --add-only
      """)

  @Argument(
    help: "The pipeline file (YAML); with --rebuild the data set's folder.",
    completion: .file())
  var path: String?

  @Option(name: .shortAndLong, help: "The data set's folder; made when missing.")
  var output: String?

  @Flag(help: "Makes the index from the shards alone.")
  var rebuild = false

  @Flag(help: "With --rebuild: takes over the rows of units that the index has already.")
  var addOnly = false

  @Option(
    help: ArgumentHelp(
      "With --rebuild: the label set; default: that of the index, or the only one.",
      valueName: "name"))
  var labelSet: String?

  @OptionGroup var running: RunningOptions

  func validate() throws {
    if rebuild {
      guard (path == nil) != (output == nil) else {
        throw ValidationError("--rebuild needs the data set's folder, once")
      }
      return
    }
    if path == nil { throw ValidationError("Missing expected argument '<path>'") }
    if output == nil { throw ValidationError("Missing expected argument '--output <output>'") }
    if addOnly || labelSet != nil {
      throw ValidationError("--add-only and --label-set go with --rebuild")
    }
  }

  func run() async throws {
    if rebuild, let root = path ?? output { return try await rebuild(root) }
    guard let path, let output else { return }
    let session = try running.session(pipeline: path, output: output)
    _ = try await session.pipeline.run(rebuildsIndex: true)
  }

  private func rebuild(_ root: String) async throws {
    let dataset = Dataset(root: root)
    let job = running.job.session()
    let summary = try await DatasetIndex.build(
      path: dataset.index, from: try dataset.indexSources(labelSet: labelSet), takesOver: addOnly,
      threads: job.threads, stop: job.stop)
    Terminal.output(
      "\(dataset.index): \(summary.outcome.rawValue), \(summary.images) images "
        + "(\(summary.rejected) rejected), \(summary.regions) regions, "
        + "\(summary.concepts) concepts, \(summary.shards) shards, \(summary.bytes) bytes\n")
  }
}
