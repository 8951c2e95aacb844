import ArgumentParser
import Labeling
import Pipeline
import ShardStore

/// `pseudobox verify`: reads everything and says what is wrong.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks every checksum and count of a data set's shards.",
    discussion: """
      Prints one line for each problem and ends with 65 if there is any.

        pseudobox verify output/quickstart
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  func run() throws {
    var problems = 0
    var shards = 0
    for pass in try DatasetStatus(root: dataset).passes {
      for unit in pass.done {
        let path = "\(pass.folder)/\(ShardName(unit: unit.index))"
        shards += 1
        for problem in try ShardReader.verify(path: path) {
          problems += 1
          Terminal.output("\(path): \(Terminal.shown("\(problem)"))\n")
        }
      }
    }
    Terminal.output("\(shards) shards read, \(problems) problems\n")
    if problems > 0 { throw ExitCode.data.argumentParserCode }
  }
}
