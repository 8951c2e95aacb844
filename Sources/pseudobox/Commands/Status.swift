import ArgumentParser
import Labeling
import Pipeline

/// `pseudobox status`: how far a data set is.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows which units of a data set are done.",
    discussion: """
      Reads the plan and looks for shards; needs no pipeline file and loads no model.

        pseudobox status output/quickstart
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  func run() throws {
    let status = try DatasetStatus(root: dataset)
    let plan = status.plan
    Terminal.output("plan: \(plan.images) images in \(plan.units.count) units, by \(plan.tool)\n")
    for pass in status.passes {
      let images = pass.done.reduce(0) { $0 + $1.count }
      Terminal.output(
        "\(pass.name): \(pass.done.count) of \(plan.units.count) units, \(images) images\n")
      if !pass.missing.isEmpty {
        let some = pass.missing.prefix(10).map { "\($0.index)" }.joined(separator: " ")
        Terminal.output("  missing: \(some)\(pass.missing.count > 10 ? " …" : "")\n")
      }
    }
  }
}
