import Foundation
import Testing

@testable import Codecs

/// The table in `schemas/images.md`: what becomes of each odd file, ours beside Pillow's verdict.
///
/// `PSEUDOBOX_RECORD=1 swift test --filter OddImagePage` writes it again; that run fails on purpose.
struct OddImagePageTests {
  static let path = SharedData.root + "/schemas/images.md"
  static let mark = "<!-- the rest is written by OddImagePageTests -->\n"

  @Test(.enabled(if: SharedData.hasOddImages, "needs shared/data/odd-images"))
  func `the page says what is decoded and why the rest is not`() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let head = try #require(page.components(separatedBy: Self.mark).first)
    let expected = head + Self.mark + (try Self.table())
    guard ProcessInfo.processInfo.environment["PSEUDOBOX_RECORD"] == nil else {
      try expected.write(toFile: Self.path, atomically: true, encoding: .utf8)
      Issue.record("written: \(Self.path)")
      return
    }
    #expect(page == expected)
  }

  private static func table() throws -> String {
    let manifest = try String(
      contentsOfFile: "\(SharedData.oddImages)/manifest.tsv", encoding: .utf8)
    var lines = manifest.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let columns = lines.removeFirst()
    let references = Dictionary(
      uniqueKeysWithValues: PillowReference.all.map { ($0.file, $0) })
    var text = "\n| file | what is special | Pillow 13 | Pseudobox |\n|---|---|---|---|\n"
    for line in lines.sorted(by: { $0[0] < $1[0] }) {
      func field(_ name: String) -> String { columns.firstIndex(of: name).map { line[$0] } ?? "" }
      let failure = [field("pillow_open"), field("pillow_load")].first { $0 != "ok" }
      let pillow = failure ?? field("pillow_size")
      let bytes = try readFile("\(SharedData.oddImages)/\(line[0])", bytesMax: 1 << 24)
      text +=
        "| `\(line[0])` | \(field("special")) | \(pillow.replacing("|", with: " ")) | "
        + "\(verdict(bytes, references[line[0]])) |\n"
    }
    return text
  }

  private static func verdict(_ bytes: [UInt8], _ reference: PillowReference?) -> String {
    switch ImageDecoder.decode(bytes) {
    case .failure(let rejection): return "`\(rejection.reason.rawValue)`: \(rejection.detail)"
    case .success(let image):
      let isEqual = SHA256Digest(of: image.rgb).hex == reference?.digest
      return "\(image.width)x\(image.height), \(isEqual ? "equal" : "other") pixels"
    }
  }
}
