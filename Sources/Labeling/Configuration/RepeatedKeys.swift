internal import Yams

/// Parses YAML whose mappings repeat keys, so that every repetition can be reported at its place.
///
/// Yams stops at the first mapping with a repeated key and names neither occurrence reliably. So
/// each word of the text that equals such a key is replaced by a stand-in of the same length, a
/// different one each time, which leaves all positions as they are; the words are put back into
/// the nodes that come out.
struct RepeatedKeys {
  private var words: [String: String] = [:]

  // Private-use characters: nobody's keys and no syntax.
  private static let first: UInt32 = 0xE000
  private static let count: Int = 0xF8FF - 0xE000 + 1

  /// The document's root, `nil` when it has none; throws what Yams throws.
  mutating func parse(_ text: String) throws -> Node? {
    var text = text
    var replaced: Set<String> = []
    while true {
      do {
        return try Parser(yaml: text, encoding: .utf8).singleRoot()
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let fresh = keys.map(restored).filter { !$0.isEmpty && replaced.insert($0).inserted }
        let hasStandIns = text.unicodeScalars.contains(where: Self.isStandIn)
        if fresh.isEmpty || (words.isEmpty && hasStandIns) {
          throw YamlError.duplicatedKeysInMapping(duplicates: keys, context: context)
        }
        for key in fresh { text = replacing(key, in: text) }
      }
    }
  }

  /// The text as the file has it.
  func restored(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: Self.isStandIn) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let isStandIn = Self.isStandIn(scalars[index])
      let run = scalars[index...].prefix { Self.isStandIn($0) == isStandIn }
      let text = String(String.UnicodeScalarView(run))
      result.append(contentsOf: (words[text] ?? text).unicodeScalars)
      index += run.count
    }
    return String(result)
  }

  private mutating func replacing(_ key: String, in text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let word = Array(key.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let end = index + word.count
      let isWord =
        scalars[index...].starts(with: word)
        && (index == 0 || !Self.isWordPart(scalars[index - 1]))
        && (end == scalars.count || !Self.isWordPart(scalars[end]))
      guard isWord, let standIn = standIn(words.count, length: word.count) else {
        result.append(scalars[index])
        index += 1
        continue
      }
      words[standIn] = key
      result.append(contentsOf: standIn.unicodeScalars)
      index = end
    }
    return String(result)
  }

  // The number in base 6,400, most significant digit last; `nil` when it needs more digits.
  private func standIn(_ number: Int, length: Int) -> String? {
    var rest = number
    var result = String.UnicodeScalarView()
    for _ in 0..<length {
      guard let digit = Unicode.Scalar(Self.first + UInt32(rest % Self.count)) else { return nil }
      result.append(digit)
      rest /= Self.count
    }
    return rest == 0 ? String(result) : nil
  }

  private static func isStandIn(_ scalar: Unicode.Scalar) -> Bool {
    (first..<first + UInt32(count)).contains(scalar.value)
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
      || scalar == "-" || isStandIn(scalar)
  }
}
