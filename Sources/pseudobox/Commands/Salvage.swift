import ArgumentParser
import Codecs
import ShardStore

/// `pseudobox salvage`: the good records of a damaged shard.
struct Salvage: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Saves the good records of a damaged shard into a new one.",
    discussion: """
      For shards that cannot be made again: otherwise remove the file and run the pipeline, which
      makes only this unit anew. The damaged file stays as it is; each loss is named.

        pseudobox salvage output/mine/regions/unit-00000003.plr.zst --into rescued.plr.zst
      """)

  @Argument(help: "The damaged shard.", completion: .file())
  var shard: String

  @Option(help: "The new shard; must not exist. Default: salvaged-NAME beside the damaged one.")
  var into: String?

  @Option(
    help: ArgumentHelp(
      "A good shard of the same folder, whose header stands in for a damaged one.",
      valueName: "shard"))
  var headerFrom: String?

  func run() throws {
    let (folder, name) = DurableFile.directoryAndName(of: shard)
    let target = into ?? "\(folder)/salvaged-\(name)"
    let found = try ShardSalvage(path: shard, sibling: headerFrom).write(to: target)
    for loss in found.losses { Terminal.output("lost: \(Terminal.shown("\(loss)"))\n") }
    if found.hasForeignHeader {
      Terminal.output("the header was damaged; that of \(headerFrom ?? "") stands in for it\n")
    }
    let promised = found.promised.map { " of \($0)" } ?? " (the directory is lost)"
    Terminal.output("\(target): \(found.kept)\(promised) records\n")
  }
}
