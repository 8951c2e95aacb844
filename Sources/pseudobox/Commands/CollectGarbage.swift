import ArgumentParser
import Labeling

/// `pseudobox gc`: removes what no run needs any more.
struct CollectGarbage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Removes what dead writers left in a data set and, if asked, old label sets.",
    discussion: """
      Temporary files go when their writer is gone: its process is dead and the lock that it held on
      the file is free. Whether a writer on another machine lives cannot be known, so its files go
      after --foreign-hours. Shards in use never go: a folder that somebody works in is left alone,
      and one that goes gets another name in one step before anything in it is removed.

        pseudobox gc output/quickstart --dry-run
        pseudobox gc output/quickstart --superseded-labels
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  @Flag(name: [.customShort("n"), .long], help: "Says what would go, and removes nothing.")
  var dryRun = false

  @Flag(help: "Removes the label sets that the index does not name, too.")
  var supersededLabels = false

  @Option(help: "Hours after which temporary files of other machines are given up.")
  var foreignHours = 24.0

  func validate() throws {
    if !(0...1e6).contains(foreignHours) {
      throw ValidationError("--foreign-hours is \(foreignHours), expected 0...1000000")
    }
  }

  func run() throws {
    let cleaning = try DatasetCleaning(
      root: dataset, foreignAge: Int(foreignHours * 3600), supersededLabels: supersededLabels)
    let items = dryRun ? cleaning.items : try cleaning.remove()
    for item in items {
      let verb = item.goes ? (dryRun ? "would remove" : "removed") : "kept"
      Terminal.output("\(verb) \(Terminal.shown(item.path)): \(item.reason)\n")
    }
    let gone = items.filter(\.goes)
    let bytes = gone.reduce(0) { $0 + $1.bytes }
    Terminal.output(
      "\(gone.count) \(dryRun ? "to remove" : "removed"), \(bytes) bytes, "
        + "\(items.count - gone.count) kept\n")
  }
}
