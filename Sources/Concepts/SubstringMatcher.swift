/// Image-level labels by plain substrings, as Detic's caption tags are made; for comparison only.
///
/// The captions are joined by spaces and put in lower case. A category is present when one of its
/// names stands in the text between two spaces, or at an end with a space on its other side. So
/// `dogs` and `dog.` are no dog, `orange shirt` has an orange, and a text that is nothing but the
/// name does not count: faithful to the tags that RKD and ILS were trained on, and the reason why
/// `ConceptMatcher` is the default. Each word is looked up, not each name: time does not grow with
/// the number of names.
public struct SubstringMatcher: Sendable {
  private let ids: [String: [UInt32]]
  private let wordsMax: Int

  /// Creates a matcher; `names[i]` are the names of category `i`.
  ///
  /// Names are cleaned as the original does: `_` to space, cut at `(`, white space at the ends
  /// removed, lower case.
  public init(names: [[String]]) {
    var ids: [String: [UInt32]] = [:]
    var wordsMax = 0
    for (id, synonyms) in names.enumerated() {
      for name in Set(synonyms.map(Self.cleaned)) where !name.isEmpty {
        ids[name, default: []].append(UInt32(id))
        wordsMax = max(wordsMax, name.split(separator: " ", omittingEmptySubsequences: false).count)
      }
    }
    self.ids = ids
    self.wordsMax = wordsMax
  }

  /// The categories that an image's captions name, ascending.
  public func categories(in captions: [String]) -> [UInt32] {
    let words = captions.joined(separator: " ").lowercased()
      .split(separator: " ", omittingEmptySubsequences: false)
    var found: Set<UInt32> = []
    for start in words.indices {
      var name = ""
      for end in start..<min(words.count, start + wordsMax) {
        name += (end > start ? " " : "") + words[end]
        if start == 0, end == words.count - 1 { continue }
        if let matches = ids[name] { found.formUnion(matches) }
      }
    }
    return found.sorted()
  }

  private static func cleaned(_ name: String) -> String {
    let head = name.prefix { $0 != "(" }.map { $0 == "_" ? " " : $0 }
    let text = String(head).lowercased()
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }
}
