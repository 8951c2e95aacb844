import Concepts
import Foundation
import Inputs
import Testing

@testable import Labeling

struct ConceptListTests {
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/names-\(UUID().uuidString).txt"
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test(arguments: [
    ("\u{feff}woman\nski\n", ["woman", "ski"]), ("\u{feff}Dog\ndog\n", ["dog"]),
    ("[\"person\", \"fire hydrant\"]", ["person", "fire hydrant"]),
    ("\u{feff}[\"person\"]", ["person"]),
    ("{\"categories\": [{\"name\": \"bow_(weapon)\"}, {\"name\": \"cup\"}]}", ["bow", "cup"]),
    (
      "\u{feff}id\tconcept\toccurrences\timages\tsurface_forms\texample\n0\tski\t1\t1\t\t\n",
      ["ski"]
    ),
    ("coffee, black\nman,108784\n", ["coffee, black", "man"]),
  ]) func `names are read alike from every file that holds them`(
    text: String, names: [String]
  ) throws {
    try withFile(Array(text.utf8)) { path in
      let pool = try ConceptList.pool(ofFile: path)
      #expect(pool.names == names)
      guard !text.contains("id\t") else { return }
      let listed = try ConceptList.names(ofFile: path)
      #expect(listed == names)
    }
  }

  @Test func `bytes that are no text are no name`() throws {
    try withFile([0x64, 0x6f, 0x67, 0x0a, 0xff, 0x62]) { path in
      #expect { try ConceptList.names(ofFile: path) } throws: { "\($0)".contains(":2:1:") }
      #expect { try ConceptList.pool(ofFile: path) } throws: { "\($0)".contains(":2:1:") }
    }
  }

  @Test func `a pool of nothing is refused by its file, a list of nothing adds nothing`() throws {
    for text in ["", "\n \n", "# none\n"] {
      try withFile(Array(text.utf8)) { path in
        #expect(throws: PipelineError.noNames(path: path)) { try ConceptList.pool(ofFile: path) }
        let listed = try ConceptList.names(ofFile: path)
        #expect(listed.isEmpty)
      }
    }
  }
}
