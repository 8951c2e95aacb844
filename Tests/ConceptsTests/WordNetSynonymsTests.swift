import Codecs
import Foundation
import Records
import Testing

@testable import Concepts

struct WordNetSynonymsTests {
  private static let folder = "/usr/share/wordnet"

  /// A dictionary of three synsets with offsets as WordNet counts them.
  private func dictionary() throws -> (folder: String, remove: () -> Void) {
    let licence = "  1 This software and database\n"
    let sofa = "00000031 06 n 03 sofa 0 couch 0 lounge 1 000 | an upholstered seat\n"
    let bed = "\(String(format: "%08d", 31 + sofa.utf8.count)) 06 n 01 couch 1 000 | a flat coat\n"
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "wordnet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data((licence + sofa + bed).utf8).write(to: url.appendingPathComponent("data.noun"))
    let second = String(format: "%08d", 31 + sofa.utf8.count)
    let index =
      licence + "couch n 2 1 @ 2 1 00000031 \(second)  \n" + "couch_potato n 1 0 1 0 \(second)  \n"
      + "sofa n 1 1 @ 1 1 00000031  \n"
    try Data(index.utf8).write(to: url.appendingPathComponent("index.noun"))
    return (url.path, { try? FileManager.default.removeItem(at: url) })
  }

  @Test func `words of the first sense are synonyms, of no other sense`() throws {
    let (folder, remove) = try dictionary()
    defer { remove() }
    let wordNet = try WordNetSynonyms(folder: folder)
    #expect(wordNet.synonyms(of: "Couch") == ["sofa", "couch", "lounge"])
    #expect(wordNet.synonyms(of: "couch_potato") == ["couch"])
    for unknown in ["", "couc", "couchs", "zebra", "a", "this"] {
      #expect(wordNet.synonyms(of: unknown) == [], "\(unknown)")
    }
  }

  @Test func `a name of another category is nobody's synonym`() throws {
    let (folder, remove) = try dictionary()
    defer { remove() }
    let extended = try WordNetSynonyms(folder: folder).extending([
      Category(id: 1, name: "couch"), Category(id: 2, name: "chair", synonyms: ["lounge"]),
    ])
    #expect(extended.map(\.synonyms) == [["sofa"], ["lounge"]])
  }

  @Test func `a folder without the files is an error`() {
    #expect(throws: FileError.self) { try WordNetSynonyms(folder: "/nonexistent") }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "\(folder)/data.noun")))
  func `WordNet 3 is read`() throws {
    let wordNet = try WordNetSynonyms(folder: Self.folder)
    #expect(wordNet.synonyms(of: "sofa").contains("couch"))
    #expect(wordNet.synonyms(of: "motorcycle").contains("bike"))
    #expect(!wordNet.synonyms(of: "mouse").contains("computer mouse"))
  }
}
