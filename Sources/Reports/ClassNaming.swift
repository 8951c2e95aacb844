import Records

/// Which classes of the ground truth the captions name, by plain comparison of words.
///
/// Deliberately not the concept parser, whose pool it judges: a class is named when a caption has
/// the words of its name or of a synonym, the last one also with a regular plural ending.
struct ClassNaming {
  private let categories: [Category]
  /// Positions in `categories` by phrase, its words joined by one space.
  private let phrases: [String: [Int]]
  private let longest: Int
  private var isNamed: [Bool]

  init(categories: [Category]) {
    self.categories = categories
    isNamed = Array(repeating: false, count: categories.count)
    var phrases: [String: [Int]] = [:]
    for (position, category) in categories.enumerated() {
      for name in [category.name] + category.synonyms {
        for form in Self.forms(of: Self.words(name)) {
          phrases[form, default: []].append(position)
        }
      }
    }
    self.phrases = phrases
    longest = phrases.keys.map { $0.split(separator: " ").count }.max() ?? 0
  }

  mutating func add(_ captions: [String]) {
    for caption in captions {
      let words = Self.words(caption)
      for start in words.indices {
        for end in start..<min(start + longest, words.count) {
          for position in phrases[words[start...end].joined(separator: " ")] ?? [] {
            isNamed[position] = true
          }
        }
      }
    }
  }

  /// How many of the named classes the pool holds under their name or a synonym.
  func coverage(poolNames: [String], normalize: (String) -> String) -> PoolCoverage {
    let pool = Set(poolNames.map(normalize))
    let named = categories.indices.filter { isNamed[$0] }.map { categories[$0] }
    let missing = named.filter { category in
      !([category.name] + category.synonyms).contains { pool.contains(normalize($0)) }
    }
    return PoolCoverage(
      classes: Proportion(hits: named.count - missing.count, total: named.count),
      missing: missing.map(\.name))
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  private static func forms(of words: [String]) -> [String] {
    guard let last = words.last else { return [] }
    var forms = [last, last + "s", last + "es"]
    if last.hasSuffix("y") { forms.append(last.dropLast() + "ies") }
    return forms.map { (words.dropLast() + [$0]).joined(separator: " ") }
  }
}
