import ArgumentParser
import Foundation
import Labeling
import ShardStore

/// `pseudobox inspect`: one image, concept or unit of a data set.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what a data set holds of one image, concept or unit.",
    subcommands: [InspectImage.self, InspectConcept.self, InspectUnit.self])
}

/// What every `inspect` takes.
struct InspectOptions: ParsableArguments {
  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  @Flag(help: "Prints one line of JSON instead.")
  var json = false

  var layout: Dataset { Dataset(root: dataset) }

  /// The index; says which command makes it when there is none.
  func openIndex() throws -> DatasetIndex {
    guard FileManager.default.fileExists(atPath: layout.index) else {
      throw PipelineError.missingArtifact(path: layout.index, pass: "index")
    }
    return try DatasetIndex(path: layout.index)
  }
}
