public import Records

/// Image-level labels by plain substrings, as Detic's caption tags are made; for comparison only.
///
/// The captions are joined by spaces and put in lower case. A category is present when one of its
/// names stands in the text between two spaces, or at an end with a space on its other side. So
/// `dogs` and `dog.` are no dog, `orange shirt` has an orange, and a text that is nothing but the
/// name does not count: faithful to the tags that RKD and ILS were trained on, and the reason why
/// `ConceptMatcher` is the default. Text is compared scalar by scalar, as Python does: two spellings
/// of `é` differ. Each word is looked up, not each name: time does not grow with the number of names.
public struct SubstringMatcher: Sendable {
  /// A category found in captions, and where it stands first.
  public struct Match: Hashable, Sendable {
    /// The category's place in the list.
    public var category: UInt32
    /// Which caption; that in which the name begins.
    public var caption: Int
    /// First Unicode scalar of the name in that caption.
    public var start: Int
    /// One past its last scalar there; the caption's end when the name runs into the next one.
    public var end: Int
  }

  private let ids: [ArraySlice<UInt8>: [UInt32]]
  /// First words of names, so that most words need one look-up.
  private let firstWords: Set<ArraySlice<UInt8>>
  private let wordsMax: Int

  /// Creates a matcher; `names[i]` are the names of category `i`.
  ///
  /// Names are cleaned as the original does: `_` to space, cut at `(`, lower case, white space at
  /// the ends removed.
  public init(names: [[String]]) {
    var ids: [ArraySlice<UInt8>: [UInt32]] = [:]
    var firstWords: Set<ArraySlice<UInt8>> = []
    var wordsMax = 0
    for (id, synonyms) in names.enumerated() {
      for name in Set(synonyms.map(Self.cleaned)) where !name.isEmpty {
        let words = name.split(separator: 0x20, omittingEmptySubsequences: false)
        ids[name[...], default: []].append(UInt32(id))
        if let first = words.first { firstWords.insert(first) }
        wordsMax = max(wordsMax, words.count)
      }
    }
    self.ids = ids
    self.firstWords = firstWords
    self.wordsMax = wordsMax
  }

  /// The categories that an image's captions name, ascending.
  public func categories(in captions: [String]) -> [UInt32] {
    matches(in: captions).map(\.category)
  }

  /// The categories that an image's captions name, ascending, with the first place of each.
  public func matches(in captions: [String]) -> [Match] {
    let text = JoinedCaptions(captions)
    var found: [UInt32: Range<Int>] = [:]
    for start in text.words.indices where firstWords.contains(text.slice(start...start)) {
      for end in start..<min(text.words.count, start + wordsMax) {
        // A text that is nothing but the name has no space on either side.
        if start == 0, end == text.words.count - 1 { continue }
        for id in ids[text.slice(start...end)] ?? [] where found[id] == nil {
          found[id] = text.words[start].lowerBound..<text.words[end].upperBound
        }
      }
    }
    return found.sorted { $0.key < $1.key }.map { id, bytes in
      let place = text.place(of: bytes)
      return Match(category: id, caption: place.caption, start: place.start, end: place.end)
    }
  }

  /// The labels of an image with these captions, ascending by category.
  public func labels(of captions: [String]) -> [ImageLabel] {
    matches(in: captions).map { match in
      ImageLabel(
        conceptID: match.category, caption: match.caption, start: match.start, end: match.end)
    }
  }

  private static func cleaned(_ name: String) -> [UInt8] {
    let scalars = name.unicodeScalars.prefix { $0 != "(" }.map { $0 == "_" ? " " : $0 }
    let lower = Array(PythonText.lower(scalars[...]).unicodeScalars)
    guard let first = lower.firstIndex(where: { !PythonText.isSpace($0) }),
      let last = lower.lastIndex(where: { !PythonText.isSpace($0) })
    else { return [] }
    return Array(String(String.UnicodeScalarView(lower[first...last])).utf8)
  }
}

/// Captions in lower case, joined by spaces, with the way back to the captions as given.
private struct JoinedCaptions {
  private var bytes: [UInt8] = []
  /// Words between single spaces as ranges of bytes; empty ones where spaces meet.
  private(set) var words: [Range<Int>] = []
  private let captions: [String]

  init(_ captions: [String]) {
    self.captions = captions
    let isASCII = captions.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
    if isASCII {
      for (index, caption) in captions.enumerated() {
        if index > 0 { bytes.append(0x20) }
        bytes.append(
          contentsOf: caption.utf8.lazy.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 })
      }
    } else {
      let scalars = Array(captions.joined(separator: " ").unicodeScalars)
      bytes = Array(PythonText.lower(scalars[...]).utf8)
    }
    guard !captions.isEmpty else { return }
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x20 {
      words.append(start..<index)
      start = index + 1
    }
    words.append(start..<bytes.count)
  }

  /// The bytes of some words with the spaces between them.
  func slice(_ range: ClosedRange<Int>) -> ArraySlice<UInt8> {
    bytes[words[range.lowerBound].lowerBound..<words[range.upperBound].upperBound]
  }

  /// Where bytes of the joined text stand: the caption and Unicode scalars of it as given.
  func place(of range: Range<Int>) -> (caption: Int, start: Int, end: Int) {
    var offset = 0
    for (index, caption) in captions.enumerated() {
      let scalars = Array(caption.unicodeScalars)
      var start: Int?
      var end = scalars.count
      var place = offset
      for position in scalars.indices {
        if place == range.lowerBound { start = position }
        if place >= range.upperBound {
          end = position
          break
        }
        var lower = String.UnicodeScalarView()
        PythonText.appendLower(scalars[...], at: position, to: &lower)
        place += String(lower).utf8.count
      }
      if let start { return (index, start, end) }
      offset = place + 1
    }
    return (max(0, captions.count - 1), 0, 0)
  }
}
