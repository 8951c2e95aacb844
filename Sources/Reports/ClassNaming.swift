import Records

/// Which classes of the ground truth the captions name, by plain comparison of words.
///
/// Deliberately not the concept parser, whose pool it judges: a class is named when a caption has
/// the words of its name or of a synonym, the last one also with a regular plural ending. What LVIS
/// adds in parentheses, `bow_(weapon)`, belongs to no name.
struct ClassNaming {
  /// A class that a caption names.
  struct Mention: Hashable {
    /// Place in the list of categories.
    let category: Int
    /// First Unicode scalar of the words in the caption.
    let start: Int
    /// One past their last Unicode scalar.
    let end: Int
  }

  private struct Word {
    let text: String
    let start: Int
    let end: Int
  }

  let categories: [Category]
  /// Positions in `categories` by phrase, its words joined by one space.
  private let phrases: [String: [Int]]
  private let firstWords: Set<String>
  private let longest: Int
  private var isNamed: [Bool]

  init(categories: [Category]) {
    self.categories = categories
    isNamed = Array(repeating: false, count: categories.count)
    var phrases: [String: [Int]] = [:]
    for (position, category) in categories.enumerated() {
      for name in [category.name] + category.synonyms {
        for form in Self.forms(of: Self.words(CategoryMatcher.normalized(name)).map(\.text)) {
          phrases[form, default: []].append(position)
        }
      }
    }
    self.phrases = phrases
    let split = phrases.keys.map { $0.split(separator: " ") }
    firstWords = Set(split.compactMap { $0.first.map(String.init) })
    longest = split.map(\.count).max() ?? 0
  }

  /// The classes that a caption names, in the order of its words.
  mutating func mentions(in caption: String) -> [Mention] {
    let words = Self.words(caption)
    var found: [Mention] = []
    for start in words.indices where firstWords.contains(words[start].text) {
      var phrase = ""
      for end in start..<min(start + longest, words.count) {
        phrase += (phrase.isEmpty ? "" : " ") + words[end].text
        for position in phrases[phrase] ?? [] {
          isNamed[position] = true
          found.append(
            Mention(category: position, start: words[start].start, end: words[end].end))
        }
      }
    }
    return found
  }

  /// How many of the named classes the pool holds under their name or a synonym.
  func coverage(poolNames: [String], normalize: (String) -> String) -> PoolCoverage {
    let pool = Set(poolNames.map { normalize(CategoryMatcher.normalized($0)) })
    let named = categories.indices.filter { isNamed[$0] }.map { categories[$0] }
    let missing = named.filter { category in
      !([category.name] + category.synonyms).contains {
        pool.contains(normalize(CategoryMatcher.normalized($0)))
      }
    }
    return PoolCoverage(
      classes: Proportion(hits: named.count - missing.count, total: named.count),
      missing: missing.map(\.name))
  }

  /// Runs of letters and digits in lower case.
  private static func words(_ text: String) -> [Word] {
    var words: [Word] = []
    var word = ""
    var start = 0
    var place = 0
    func close() {
      if !word.isEmpty { words.append(Word(text: word.lowercased(), start: start, end: place)) }
      word = ""
    }
    for character in text {
      if character.isLetter || character.isNumber {
        if word.isEmpty { start = place }
        word.append(character)
      } else {
        close()
      }
      place += character.unicodeScalars.count
    }
    close()
    return words
  }

  private static func forms(of words: [String]) -> [String] {
    guard let last = words.last else { return [] }
    var forms = [last, last + "s", last + "es"]
    if last.hasSuffix("y") { forms.append(last.dropLast() + "ies") }
    return forms.map { (words.dropLast() + [$0]).joined(separator: " ") }
  }
}
