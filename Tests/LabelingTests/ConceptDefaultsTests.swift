import Concepts
import Testing

@testable import Labeling

struct ConceptDefaultsTests {
  private func mistakes(_ concepts: String) throws -> String {
    let file = MarkedText.rightFile + "\nconcepts: {\(concepts)}\n"
    do {
      _ = try MarkedText.settings(of: file)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `a pipeline filters as the commands do`() throws {
    let settings = try MarkedText.settings(of: MarkedText.rightFile)
    #expect(
      Set(settings.concepts.filters.map(\.rawValue))
        == Set(ConceptRules.defaultFilters.map(\.rawValue)))
    #expect(settings.concepts.chains.rawValue == ConceptRules().chains.rawValue)
    // Thresholds and lists have keys of their own.
    let keyed: Set<DropRule> = [.fewOccurrences, .fewImages, .removeList, .beyondTop]
    #expect(
      Set(ConceptSettings.Filter.allCases.map(\.rawValue))
        == Set(DropRule.allCases.filter { !keyed.contains($0) }.map(\.rawValue)))
  }

  @Test(arguments: [
    "corpus: [a.txt]", "add: [dog]", "add_file: a.txt", "remove: [dog]", "remove_file: a.txt",
    "synonyms_file: a.txt",
  ])
  func `a ready pool and what would change it contradict each other`(_ other: String) throws {
    let key = other.prefix { $0 != ":" }
    let found = try mistakes("pool: p.tsv, \(other)")
    #expect(found.contains("concepts.\(key) contradicts concepts.pool"), "\(found)")
    #expect(try mistakes(other) == "")
  }

  @Test(arguments: ["pool: p.tsv", "corpus: [a.txt]", "add: [dog]"])
  func `images without captions have concepts from elsewhere`(_ source: String) throws {
    let bare = MarkedText.rightFile.split(separator: "\n")
      .map { $0.hasPrefix("input:") ? "input: {images: photos}" : String($0) }
      .joined(separator: "\n")
    #expect(throws: (any Error).self) { try MarkedText.settings(of: bare) }
    _ = try MarkedText.settings(of: bare + "\nconcepts: {\(source)}\n")
  }
}
