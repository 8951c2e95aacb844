import ArgumentParser
import Foundation
import Labeling
import Pipeline

/// `pseudobox status`: how far a data set is.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows which units of a data set are done, running, failed and missing.",
    discussion: """
      Reads the plan and looks for shards, the temporary files of living writers, and the notes \
      that units leave in stats/; needs no pipeline file and loads no model. A temporary file of \
      another machine counts as running for --fresh seconds after its last write. The rate is that \
      of the last hour over all workers.

        pseudobox status output/quickstart
        pseudobox status output/quickstart --json
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  @Flag(help: "Prints one JSON object.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "How long another machine's temporary file counts as being written.", valueName: "seconds"))
  var fresh = 600

  func validate() throws {
    if !(0...1_000_000).contains(fresh) {
      throw ValidationError("--fresh is \(fresh), expected 0...1000000")
    }
  }

  func run() throws {
    let status = try DatasetStatus(root: dataset, freshSeconds: fresh)
    if json { return Terminal.output(try BenchTable.line(StatusView(status))) }
    let plan = status.plan
    Terminal.output("plan: \(plan.images) images in \(plan.units.count) units, by \(plan.tool)\n")
    for pass in status.passes { Terminal.output(Terminal.shown(text(of: pass, plan))) }
  }

  private func text(of pass: DatasetStatus.Shards, _ plan: Plan) -> String {
    var text = "\(pass.name): \(pass.done.count) of \(plan.units.count) units, "
    text += "\(pass.done.images) images"
    if let rate = pass.speed.imagesPerSecond, !pass.missing.isEmpty {
      text += String(format: ", %.1f images/s", rate)
      if let left = pass.speed.secondsLeft { text += ", \(ProgressStyle.duration(left)) to go" }
    }
    text += "\n"
    if !pass.missing.isEmpty {
      text += "  missing: \(some(pass.missing.map(\.index)))\n"
    }
    if !pass.running.isEmpty {
      text += "  running: \(some(pass.running.map(\.unit)))\n"
    }
    for unit in pass.failed.prefix(10) {
      text += "  failed: \(unit.unit) on \(unit.host): \(unit.error)\n"
    }
    if pass.failed.count > 10 { text += "  failed: \(pass.failed.count - 10) more\n" }
    return text
  }

  private func some(_ units: [Int]) -> String {
    let ranges = UnitSelection(units).ranges
    let shown = UnitSelection(ranges: Array(ranges.prefix(10))).description
    return "\(shown)\(ranges.count > 10 ? " …" : "") (\(units.count))"
  }
}
