import Codecs
import Foundation
import Records
import Testing

@testable import Inputs

/// Files that were cut, forged or written by something else: each ends in rows that are all
/// accounted for, or in an error that names the place.
struct HostileCaptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ bytes: [UInt8], _ name: String) throws -> (
    captions: [String], report: CaptionCorpusReport
  ) {
    var reader = try CaptionCorpus(paths: [folder.write(bytes, to: name)]).reader()
    var captions: [String] = []
    var batch: [CorpusCaption] = []
    while try reader.next(100, into: &batch) { captions += batch.map(\.text) }
    return (captions, reader.report)
  }

  private func read(_ text: String, _ name: String) throws -> (
    captions: [String], report: CaptionCorpusReport
  ) {
    try read(Array(text.utf8), name)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `text that is no text costs its row and no other`() throws {
    let good = Array("{\"caption\":\"fine\"}\n".utf8)
    let lone = Array("{\"caption\":\"a \\ud800 b\"}\n".utf8)
    let pair = Array("{\"caption\":\"\\ud83d\\ude00\"}\n".utf8)
    let invalid = Array("{\"caption\":\"a ".utf8) + [0xc3, 0x28] + Array("\"}\n".utf8)
    let lines = try read(good + lone + pair + invalid + good, "a.jsonl")
    #expect(lines.captions == ["fine", "😀", "fine"])
    #expect(lines.report.rejections == [.invalidText: 2])
    #expect(
      lines.report.samples.allSatisfy { $0.detail.contains(":2:") || $0.detail.contains(":4:") })
    let document =
      Array("[{\"caption\":\"x\"},\n{\"caption\":\"\\udc00\"},".utf8)
      + Array("{\"caption\":\"".utf8) + [0xff] + Array("\"},{\"caption\":\"y\"}]".utf8)
    #expect(try read(document, "a.json").captions == ["x", "y"])
    let csv = Array("id,caption\n1,ok\n2,a".utf8) + [0xff] + Array("b\n3,\"c\n".utf8)
    let table = try read(csv, "a.csv")
    #expect(table.captions == ["ok"])
    #expect(table.report.rejections == [.invalidText: 1, .malformedRow: 1])
    #expect(
      table.report.samples.first?.detail.contains(":3:4: expected UTF-8 text, found byte 0xff")
        == true)
    #expect(try read("a\0b\n\u{feff}c\n", "a.txt").captions == ["a\0b", "\u{feff}c"])
  }

  @Test func `long lines and fields are bounded`() throws {
    let megabyte = String(repeating: "a ", count: 1 << 19)
    #expect(try read("x\n\(megabyte)\ny\n", "a.txt").captions.map(\.utf8.count) == [1, 1 << 20, 1])
    let long = String(repeating: "b", count: ByteStream.lineBytesMax + 1)
    let (captions, report) = try read("fine\n\(long)\nfine\n", "a.txt")
    #expect(captions == ["fine", "fine"])
    #expect(report.rejections == [.malformedRow: 1])
    #expect(report.samples.first?.detail.contains(":2:1: expected a line of at most") == true)
    let field = try read(
      "caption\n\"\(megabyte)\(megabyte)\"\n\"\(megabyte)\"\nfine\n", "a.csv")
    #expect(field.captions.map(\.utf8.count) == [1 << 20, 4])
    #expect(field.report.badRows == 1)
  }

  @Test func `millions of columns are refused by their number`() throws {
    let commas = String(repeating: ",", count: 100_000)
    let header = message { _ = try read(commas + "\n", "a.csv") }
    #expect(header.contains(":1:1025: expected at most 1024 columns, found more"))
    for (separator, count) in [(",", 100_000), ("\t", Self.isRelease ? 10_000_000 : 1_000_000)] {
      let row = String(repeating: separator, count: count)
      let name = separator == "," ? "b.csv" : "b.tsv"
      let text = "id\(separator)caption\n\(row)\n1\(separator)fine\n"
      let (captions, report) = try read(text, name)
      #expect(captions == ["fine"])
      #expect(report.badRows == 1)
    }
  }

  @Test func `quotes that never close cost their own lines`() throws {
    let open = String(repeating: "1,\"a\n", count: 2_000)
    let table = try read("id,caption\n" + open + "2,fine\n", "a.csv")
    #expect(table.report.rows == 2_001)
    #expect(table.captions.last == "fine")
    #expect(table.report.badRows + table.captions.count == 2_001)
    let row = "2,\(String(repeating: "b", count: 400))\n"
    let one = try read("id,caption\n1,\"a\n" + String(repeating: row, count: 4_000), "b.csv")
    #expect(one.captions.count == 4_000)
    #expect(one.report.samples.first?.detail.contains(":2:3: expected a closing quote") == true)
  }

  @Test func `deep nesting and repeated keys are bad rows`() throws {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let rows = [
      "{\"caption\":\"fine\",\"x\":\(deep)}", "{\"caption\":\"a\",\"caption\":\"b\"}",
      "{\"caption\":\"fine\"}",
    ]
    let lines = try read(rows.joined(separator: "\n"), "a.jsonl")
    #expect(lines.captions == ["fine"])
    #expect(lines.report.samples.map(\.detail).contains { $0.contains("at most 64 levels") })
    #expect(
      lines.report.samples.map(\.detail).contains { $0.contains(":2:16: expected a key not") })
    #expect(try read("[" + rows.joined(separator: ",") + "]", "a.json").captions == ["fine"])
    #expect(try read(deep, "b.json").report.badRows == 1)
    #expect(
      message { _ = try read("{\"annotations\":[],\"annotations\":[]}", "c.json") }
        .contains("'annotations' again"))
  }

  @Test func `every cut of a document is an error, and its rows are counted`() throws {
    let text = "{\"annotations\":[{\"image_id\":1,\"caption\":\"a\"}],\"images\":[{\"id\":1}]}"
    let bytes = Array(text.utf8)
    for length in 1..<bytes.count {
      let error = message { _ = try read(Array(bytes[..<length]), "a.json") }
      #expect(error.contains("found the end of the file"), "\(length): \(error)")
    }
  }

  @Test func `random damage is accounted for`() throws {
    var generator = SystemRandomNumberGenerator()
    let good: [(String, String)] = [
      (
        "a.json",
        "{\"annotations\":[{\"image_id\":1,\"caption\":\"é\"},{\"image_id\":2,\"caption\":\"b\"}]}"
      ),
      ("a.jsonl", "{\"caption\":\"é\"}\n{\"caption\":[\"b\",\"c\"]}\n"),
      ("a.csv", "id,caption\n1,\"é,\"\"\n\"\n2,b\n"), ("a.tsv", "id\tcaption\n1\t\"é\"\n2\tb\n"),
    ]
    for (name, text) in good {
      for _ in 0..<60 {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          if Bool.random(using: &generator) {
            bytes[place] = UInt8.random(in: 0...255, using: &generator)
          } else {
            bytes.remove(at: place)
          }
        }
        do {
          let report = try read(bytes, name).report
          #expect(report.badRows <= report.rows)
        } catch is InputError {
          // The file as a whole.
        }
      }
    }
  }

  @Test func `packed files are read by content, and damage to them is an error`() throws {
    let text = String(repeating: "a dog\n", count: 20_000)
    let frame = try ZstdCompressor(level: 1).frame(of: Array(text.utf8))
    let gzip = try #require(try Self.gzip(text, in: folder))
    for (packed, kind) in [(frame, "zst"), (gzip, "gz")] {
      #expect(try read(packed, "a.txt.\(kind)").captions.count == 20_000)
      #expect(try read(packed, "plain-name.txt").captions.count == 20_000, "\(kind) by content")
      let digest = try read(packed, "b.txt").report.files.first?.digest
      #expect(digest == SHA256Digest(of: packed), "of the bytes as stored")
      for length in [5, packed.count / 2, packed.count - 1] {
        let error = message { _ = try read(Array(packed[..<length]), "cut.txt.\(kind)") }
        #expect(error.contains("cut.txt.\(kind)"), "\(error)")
        #expect(error != "no error")
      }
      var damaged = packed
      damaged[packed.count / 2] ^= 0x10
      #expect(message { _ = try read(damaged, "d.txt.\(kind)") } != "no error")
    }
    #expect(try read("a dog\n", "not-packed.txt.gz").captions == ["a dog"])
    #expect(message { _ = try read(Array(frame[..<6]), "t.txt") } != "no error")
  }

  @Test func `a bomb of spaces is one bad line in bounded memory`() throws {
    let zeros = [UInt8](repeating: 0x20, count: 20 << 20)
    let bomb = try ZstdCompressor(level: 1).frame(of: zeros)
    #expect(bomb.count < 64 << 10)
    let before = Self.residentMegabytes
    let (captions, report) = try read(bomb, "bomb.txt.zst")
    #expect(captions.isEmpty)
    #expect(report.badRows == 1)
    #expect(Self.residentMegabytes - before < 200)
  }

  /// Without optimisation ten million of anything take too long.
  private static let isRelease: Bool = {
    var isDebug = false
    assert({ isDebug = true }() == ())
    return !isDebug
  }()

  private static var residentMegabytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4096 >> 20
  }

  /// Packs a text with the system's gzip.
  private static func gzip(_ text: String, in folder: TemporaryFolder) throws -> [UInt8]? {
    let path = try folder.write(text, to: "to-pack.txt")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-kf", path]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
      ? try [UInt8](Data(contentsOf: URL(fileURLWithPath: path + ".gz"))) : nil
  }
}
