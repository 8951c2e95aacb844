import ArgumentParser
import Concepts
import Labeling

/// `pseudobox concepts merge`: partial pools to one pool.
struct ConceptsMerge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merges partial pools to the pool that one run over all files would give.",
    discussion: """
      The order of the files does not matter. Thresholds, filters and lists act here, so one
      partial pool gives many pools without reading a caption again.
        pseudobox concepts merge parts/*.counts --output pool --min-count 100
      """)

  @Argument(help: "Files that `concepts build --partial` wrote.", completion: .file())
  var partials: [String]

  @Option(name: .shortAndLong, help: "The pool's folder; made when missing.")
  var output: String?

  @Option(help: "Writes the merged counts to this file instead, as one partial pool.")
  var partial: String?

  @OptionGroup(title: "Selection") var selection: PoolSelectionOptions
  @OptionGroup(title: "Running") var running: JobOptions

  func validate() throws {
    guard (output == nil) != (partial == nil) else {
      throw ValidationError("give either --output or --partial")
    }
  }

  func run() async throws {
    let session = running.session()
    var job = session.job(try selection.rules())
    selection.apply(to: &job)
    if let partial {
      try job.merge(partials: partials, toPartial: partial)
    } else if let output {
      let pool = try await job.merge(partials: partials, into: output)
      Terminal.output(PoolSummary(pool: pool, folder: output).text)
    }
  }
}
