/// Splits a caption's text into tokens, as the treebank of the model does, but for hyphens.
///
/// `don't` is `do` and `n't`, `man's` is `man` and `'s`; `t-shirt` and `black & white` keep their
/// signs inside words and between them.
struct CaptionTokenizer {
  /// Most tokens of a caption; the rest is ignored and reported.
  static let tokensMax = 256
  /// Most bytes of a word that can be a concept; longer ones are signs.
  static let wordBytesMax = 48

  private(set) var tokens: [CaptionToken] = []
  private(set) var isTruncated = false
  private let text: CaptionText
  private var next = 0

  private static let apostrophe = UInt8(ascii: "'")
  private static let hyphen = UInt8(ascii: "-")

  /// Splits a text.
  init(_ text: CaptionText) {
    self.text = text
    tokens.reserveCapacity(24)
    while next < text.bytes.count {
      let byte = text.bytes[next]
      if byte == 0x20 {
        next += 1
        continue
      }
      guard tokens.count < Self.tokensMax else {
        isTruncated = true
        break
      }
      if Self.isLetter(byte) || Self.isDigit(byte) {
        word()
      } else if byte == Self.apostrophe {
        apostrophe()
      } else {
        append(.sign, end: next + 1)
      }
    }
  }

  @inline(__always) private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte >= 0x61 && byte <= 0x7a)
  }

  @inline(__always) private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39
  }

  private mutating func append(_ kind: CaptionToken.Kind, end: Int) {
    tokens.append(
      CaptionToken(
        kind: kind, bytes: next..<end, scalars: text.start(next)..<text.end(end - 1)))
    next = end
  }

  /// A word runs over letters and digits, and over single `-`, `'`, `&` inside; a number over `.`,
  /// `,`, `:` and `/` between digits.
  private mutating func word() {
    var end = next
    var letters = 0
    var lastApostrophe: Int?
    while end < text.bytes.count {
      let byte = text.bytes[end]
      if Self.isLetter(byte) {
        letters += 1
      } else if !Self.isDigit(byte) {
        guard end + 1 < text.bytes.count, end > next, isInner(byte, at: end, letters: letters)
        else { break }
        if byte == Self.apostrophe { lastApostrophe = end }
      }
      end += 1
    }
    let cut = lastApostrophe.flatMap { cliticStart($0, end: end) } ?? negationStart(end) ?? end
    let kind: CaptionToken.Kind =
      cut - next > Self.wordBytesMax ? .sign : letters > 0 ? .word : .number
    append(kind, end: cut)
    if cut < end { append(.clitic, end: end) }
  }

  private func isInner(_ byte: UInt8, at place: Int, letters: Int) -> Bool {
    let after = text.bytes[place + 1]
    switch byte {
    case Self.hyphen, Self.apostrophe, UInt8(ascii: "&"):
      return Self.isLetter(after) || Self.isDigit(after)
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "/"):
      return letters == 0 && Self.isDigit(text.bytes[place - 1]) && Self.isDigit(after)
    default: return false
    }
  }

  /// Where the clitic of a word begins whose last apostrophe is at `apostrophe`.
  private func cliticStart(_ apostrophe: Int, end: Int) -> Int? {
    if isClitic((apostrophe + 1)..<end) { return apostrophe }
    let isNot =
      end - apostrophe == 2 && text.bytes[end - 1] == UInt8(ascii: "t")
      && apostrophe - 1 > next && text.bytes[apostrophe - 1] == UInt8(ascii: "n")
    return isNot ? apostrophe - 1 : nil
  }

  /// `cannot` is `can` and `not`.
  private func negationStart(_ end: Int) -> Int? {
    end - next == 6 && text.bytes[next..<end].elementsEqual("cannot".utf8) ? next + 3 : nil
  }

  /// Whether `s`, `re`, `ve`, `ll`, `d` or `m` stands there.
  private func isClitic(_ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    switch (text.bytes[first], range.count) {
    case (UInt8(ascii: "s"), 1), (UInt8(ascii: "d"), 1), (UInt8(ascii: "m"), 1): return true
    case (UInt8(ascii: "r"), 2), (UInt8(ascii: "v"), 2):
      return text.bytes[first + 1] == UInt8(ascii: "e")
    case (UInt8(ascii: "l"), 2): return text.bytes[first + 1] == UInt8(ascii: "l")
    default: return false
    }
  }

  /// `'s` apart from its word is a clitic, `'` after a plural a possessive, elsewhere a quote.
  private mutating func apostrophe() {
    var end = next + 1
    while end < text.bytes.count, end - next <= 3, Self.isLetter(text.bytes[end]) { end += 1 }
    let isWhole = end == text.bytes.count || !Self.isLetter(text.bytes[end])
    guard let last = tokens.last, last.kind == .word else {
      append(.sign, end: next + 1)
      return
    }
    if isWhole, isClitic((next + 1)..<end) {
      append(.clitic, end: end)
    } else if last.bytes.upperBound == next, text.bytes[next - 1] == UInt8(ascii: "s") {
      append(.clitic, end: next + 1)
    } else {
      append(.sign, end: next + 1)
    }
  }
}
