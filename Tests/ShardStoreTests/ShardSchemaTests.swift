import Codecs
import Foundation
import Testing

@testable import ShardStore

/// The pages under `schemas/` say what the code does.
struct ShardSchemaTests {
  static let schemas =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/schemas"

  private func object(_ json: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
  }

  @Test(arguments: ShardKind.allCases)
  func `a header has the keys of its schema and no others`(kind: ShardKind) throws {
    let content = try Samples.header(kind).content()
    let header = try object(Array(content[16..<content.count - 8]))
    let path = "\(Self.schemas)/shard-header.schema.json"
    let schema = try object(try readFile(path, bytesMax: 1 << 20))
    let properties = try #require(schema["properties"] as? [String: Any])
    let required = try #require(schema["required"] as? [String])
    #expect(Set(header.keys).isSubset(of: properties.keys))
    #expect(Set(required).isSubset(of: header.keys))
    #expect((header["pool_digest"] != nil) == (kind == .labels))
  }

  @Test func `the format page names every column with its number`() throws {
    let page = String(
      decoding: try readFile("\(Self.schemas)/shard-format.md", bytesMax: 1 << 20), as: UTF8.self)
    let grouped: Set<ColumnID> = [
      .labelCaption, .labelStart, .labelEnd, .classBoxRegion, .classBoxScore, .labelConcept,
      .classBoxConcept,
    ]
    for column in ColumnID.allCases where !grouped.contains(column) {
      #expect(page.contains("| \(column.rawValue) | \(column.name) |"), "\(column.name)")
    }
    #expect(page.contains("| 36-39 | label_concept, _caption, _start, _end |"))
    #expect(page.contains("| 40-42 | class_box_concept, _region, _score |"))
  }

  @Test func `the format page gives the limits of the code`() throws {
    let page = String(
      decoding: try readFile("\(Self.schemas)/shard-format.md", bytesMax: 1 << 20), as: UTF8.self)
    for limit in ["4,096", "1,024", "65,536", "64 MiB", "8 MiB"] {
      #expect(page.contains(limit))
    }
    #expect(ShardLimits.regionsMax == 4_096 && ShardLimits.embeddingSizeMax == 4_096)
    #expect(ShardLimits.conceptsPerRegionMax == 1_024 && ShardLimits.keyBytesMax == 1_024)
    #expect(ShardLimits.recordsMax == 65_536 && ShardLimits.headerBytesMax == 65_536)
    #expect(ShardLimits.payloadBytesMax == 64 << 20 && ZstdFrame.windowMax == 8 << 20)
  }

  @Test func `a shard's name is its unit and nothing else is a shard's name`() {
    for unit in [0, 7, 12_345, ShardLimits.unitMax] {
      #expect(ShardName(ShardName(unit: unit).text)?.unit == unit)
    }
    #expect(ShardName(unit: 7).text == "unit-00000007.plr.zst")
    for text in [
      "unit-7.plr.zst", "unit-00000007.plr", "unit--0000007.plr.zst", "unit-+0000007.plr.zst",
      "unit-000000007.plr.zst", ".tmp-host-1-1-unit-00000007.plr.zst", "unit-0000000a.plr.zst", "",
      "unit-00000007.plr.zst.bak",
    ] {
      #expect(ShardName(text) == nil, "\(text)")
    }
  }
}
