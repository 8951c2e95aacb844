import ArgumentParser
import Codecs
import Labeling
import ShardStore

/// `pseudobox inspect unit`.
struct InspectUnit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unit",
    abstract: "Shows a unit's shards and its rejected images.",
    discussion: """
        pseudobox inspect unit output/quickstart 3
      """)

  @OptionGroup var options: InspectOptions

  @Argument(help: "The unit's number, counted from 0.")
  var unit: Int

  private struct View: Encodable {
    struct Shard: Encodable {
      let kind: String
      let name: String
      let bytes: Int
      let contentSHA256: String
      let records: Int
      let regions: Int
      let rejected: Int

      private enum CodingKeys: String, CodingKey {
        case kind, name, bytes, records, regions, rejected
        case contentSHA256 = "content_sha256"
      }
    }

    struct Rejected: Encodable {
      let key: String
      let reason: String
      let detail: String
    }

    let unit: Int
    let firstImage: Int
    let images: Int
    let shards: [Shard]
    let rejected: [Rejected]

    private enum CodingKeys: String, CodingKey {
      case unit, images, shards, rejected
      case firstImage = "first_image"
    }
  }

  func run() throws {
    guard let found = try options.openIndex().unit(unit) else {
      throw ValidationError("\(options.dataset) has no unit \(unit) in its index")
    }
    let view = View(
      unit: found.unit, firstImage: found.firstImage, images: found.images,
      shards: found.shards.map { shard in
        View.Shard(
          kind: shard.kind.rawValue, name: ShardName(unit: found.unit).text, bytes: shard.bytes,
          contentSHA256: shard.contentDigest.lowercaseHex, records: shard.records,
          regions: shard.regions, rejected: shard.rejected)
      },
      rejected: found.rejected.map {
        View.Rejected(key: "\($0.key)", reason: $0.reason, detail: $0.detail)
      })
    if options.json { return Terminal.output(try BenchTable.line(view)) }
    var text = "unit \(view.unit): images \(view.firstImage)..<\(view.firstImage + view.images)\n"
    for shard in view.shards {
      text += "  \(shard.kind) \(shard.name): \(shard.records) records, \(shard.regions) regions, "
      text += "\(shard.rejected) rejected, \(shard.bytes) bytes, content \(shard.contentSHA256)\n"
    }
    for image in view.rejected {
      text += "  rejected \(image.key): \(image.reason): \(image.detail)\n"
    }
    Terminal.output(Terminal.shown(text))
  }
}
