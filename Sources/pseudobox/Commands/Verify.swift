import ArgumentParser
import Foundation
import Labeling
import Pipeline
import ShardStore

/// `pseudobox verify`: reads everything and says what is wrong.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks every checksum and count of a data set.",
    discussion: """
      Reads every shard and the index. Prints one line for each problem, units without a shard
      among them, and ends with 65 if there is any.

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
          Terminal.output(Terminal.shown("\(problem)") + "\n")
        }
      }
      for unit in pass.missing {
        problems += 1
        Terminal.output("\(pass.folder)/\(ShardName(unit: unit.index)): missing\n")
      }
    }
    let index = Dataset(root: dataset).index
    if FileManager.default.fileExists(atPath: index) {
      do {
        try DatasetIndex(path: index).check()
      } catch {
        problems += 1
        Terminal.output(Terminal.shown("\(error)") + "\n")
      }
    }
    Terminal.output("\(shards) shards read, \(problems) problems\n")
    if problems > 0 { throw ExitCode.data.argumentParserCode }
  }
}
