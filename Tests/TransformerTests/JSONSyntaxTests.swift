import Codecs
import Foundation
import Testing

@testable import Transformer

/// The first mistake of a text is where `▸` stands in it.
struct JSONSyntaxTests {
  @Test(arguments: [
    ("▸", "a value"), ("{▸", "a key in quotes"), ("{▸a: 1}", "a key in quotes"),
    ("{\"a\" ▸1}", "`:`"), ("{\"a\": ▸}", "a value"), ("{\"a\": 1 ▸\"b\": 2}", "`,` or `}`"),
    ("{\"a\": 1,▸}", "a key in quotes"), ("[1,▸]", "a value"), ("[1 ▸2]", "`,` or `]`"),
    ("{\"a\": ▸tru}", "a value"), ("{\"a\": ▸NaN}", "a value"), ("[-▸]", "a digit"),
    ("[1.▸]", "a digit"), ("[1e▸]", "a digit"), ("[▸01]", "a number without leading zeros"),
    ("[▸-00]", "a number without leading zeros"), ("{}▸x", "the end of the file"),
    ("[▸\"abc]", "an end of the string that begins here"), ("[▸'a']", "a value"),
    ("[\"a▸\u{1}\"]", "no control character in a string"),
  ])
  func `a mistake is named at its place`(text: String, expected: String) {
    let parts = text.split(separator: "▸", omittingEmptySubsequences: false).map { Array($0.utf8) }
    #expect {
      _ = try JSONSyntax(parts.joined().map { $0 })
    } throws: { error in
      guard let mistake = error as? JSONSyntax.Mistake else { return false }
      let isThere = mistake.offset == parts[0].count
      return isThere && mistake.expected == expected
    }
  }

  @Test func `numbers are found with their keys`() throws {
    let text = #"{"a": {"b": [1, -2.5e3, {"c": 0}]}, "d": -0}"#
    let numbers = try JSONSyntax(Array(text.utf8)).numbers
    #expect(numbers.map(\.key) == ["a.b[0]", "a.b[1]", "a.b[2].c", "d"])
    let bytes = Array(text.utf8)
    #expect(
      numbers.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [
        "1", "-2.5e3", "0", "-0",
      ])
  }

  @Test func `depth is bounded and bad UTF-8 is placed`() {
    let deep = Array(String(repeating: "[", count: 100_000).utf8)
    #expect(throws: JSONSyntax.Mistake.self) { try JSONSyntax(deep) }
    #expect {
      _ = try JSONSyntax([0x22, 0x61, 0xC3, 0x28, 0x22])
    } throws: { error in
      (error as? JSONSyntax.Mistake) == JSONSyntax.Mistake(offset: 2, expected: "valid UTF-8")
    }
    #expect(JSONSyntax.position(of: 4, in: Array("ab\ncd".utf8)) == (2, 2))
  }

  private struct File: Decodable {
    struct Part: Decodable {
      var size: Int
      var ratio: Double?
    }
    var part: Part
    var list: [Int32]?
    var name: String?
  }

  @Test(arguments: [
    (#"{"part": {"size": 1.5}}"#, "part.size", "'1.5'"),
    (#"{"part": {"size": 99999999999999999999}}"#, "part.size", "'99999999999999999999'"),
    (#"{"part": {"size": 1, "ratio": 1e400}}"#, "part.ratio", "'1e400'"),
    (#"{"part": {"size": 10, "ratio": 2.5}, "list": [1, 4294967296]}"#, "list[1]", "'4294967296'"),
    (#"{"part": {"size": "x"}}"#, "part.size", "a string"),
    (#"{"part": {"size": true}}"#, "part.size", "bool"),
    (#"{"part": {"size": null}}"#, "part.size", "null"),
    (#"{"part": {"ratio": 1}}"#, "part.size", "none"),
    (#"{"part": []}"#, "part", "an array"),
    (#"{"part": {"size": 1}, "list": [1, "x"]}"#, "list[1]", "a string"),
    (#"[]"#, "", "an array"),
  ])
  func `a value that does not fit is named by its key`(
    text: String, key: String, found: String
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "x.json"))
    let error = #expect(throws: ConfigurationError.self) {
      try ModelFolder(path: folder.path).decode(File.self, from: "x.json")
    }
    #expect(error?.key == key && error?.found == found, "\(String(describing: error))")
  }
}
