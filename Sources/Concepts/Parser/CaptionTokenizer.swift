/// Splits a caption into tokens with their places, leaving out markup, addresses and emoji.
///
/// Entities (`&amp;`) and tags (`<b>`) count as white space, curly quotes as straight ones. Places
/// are Unicode scalars of the caption as given.
struct CaptionTokenizer {
  /// Most tokens of a caption; the rest is ignored and reported.
  static let tokensMax = 256
  /// Most scalars looked at: no sentence is longer, a file without line ends is.
  static let scalarsMax = 8_192
  /// Most scalars of a word that can be a concept; longer ones are signs.
  static let wordScalarsMax = 48

  private let scalars: [Unicode.Scalar]
  private var next = 0
  private(set) var tokens: [CaptionToken] = []
  private(set) var isTruncated: Bool

  /// Splits a caption.
  init(_ caption: String) {
    scalars = Array(caption.unicodeScalars.prefix(Self.scalarsMax))
    isTruncated =
      caption.utf8.count > Self.scalarsMax
      && caption.unicodeScalars.dropFirst(Self.scalarsMax).first != nil
    while next < scalars.count {
      guard tokens.count < Self.tokensMax else {
        isTruncated = true
        break
      }
      step()
    }
  }

  private mutating func step() {
    let scalar = scalars[next]
    if Self.isLetter(scalar) || Self.isDigit(scalar) {
      if let end = addressEnd() { next = end } else { word() }
    } else if Self.isApostrophe(scalar) {
      apostrophe()
    } else if scalar == "<", let end = tagEnd() {
      next = end
    } else if scalar == "&", let end = entityEnd() {
      next = end
    } else if scalar == "@" {
      next += 1
      skipWord()
    } else if Self.isSpace(scalar) || scalar == "#" {
      next += 1
    } else {
      sign(scalar)
    }
  }

  private mutating func sign(_ scalar: Unicode.Scalar) {
    let isDash = !scalar.isASCII && scalar.properties.generalCategory == .dashPunctuation
    append(.sign, isDash ? "-" : String(Character(scalar)), end: next + 1)
    next += 1
  }

  /// A word runs over letters, digits and marks, and over single `-`, `'` and `&` inside.
  private mutating func word() {
    var end = next
    var hasLetter = false
    while end < scalars.count {
      let scalar = scalars[end]
      if Self.isLetter(scalar) {
        hasLetter = true
      } else if !Self.isDigit(scalar), !Self.isMark(scalar), !isInnerSign(at: end) {
        break
      }
      end += 1
    }
    let cut = cliticStart(in: next..<end) ?? end
    let text = Self.lowered(scalars[next..<cut])
    let kind: CaptionToken.Kind =
      cut - next > Self.wordScalarsMax ? .sign : hasLetter ? .word : .number
    append(kind, text, end: cut)
    next = cut
    if cut < end { appendClitic(end: end) }
  }

  private func isInnerSign(at index: Int) -> Bool {
    guard index + 1 < scalars.count, index > next,
      Self.isLetter(scalars[index + 1]) || Self.isDigit(scalars[index + 1])
    else { return false }
    let scalar = scalars[index]
    return scalar == "-" || scalar == "\u{2010}" || scalar == "\u{2011}" || scalar == "&"
      || Self.isApostrophe(scalar)
  }

  /// What follows an apostrophe in `it's`, `we're`, `they've`, `she'll`, `he'd`, `I'm`.
  private static let clitics: Set<String> = ["s", "re", "ve", "ll", "d", "m"]

  /// The end of the clitic after an apostrophe, if there is one.
  private func cliticEnd(after apostrophe: Int) -> Int? {
    var end = apostrophe + 1
    while end < scalars.count, end - apostrophe <= 3, Self.isLetter(scalars[end]) { end += 1 }
    return Self.clitics.contains(Self.lowered(scalars[(apostrophe + 1)..<end])) ? end : nil
  }

  private mutating func appendClitic(end: Int) {
    let text = "'" + Self.lowered(scalars[(next + 1)..<end])
    append(text == "'s" ? .possessive : .word, text, end: end)
    next = end
  }

  /// Where the apostrophe of a clitic stands at the end of a word.
  private func cliticStart(in range: Range<Int>) -> Int? {
    for apostrophe in range.suffix(3).dropLast() where apostrophe > range.lowerBound {
      if Self.isApostrophe(scalars[apostrophe]), cliticEnd(after: apostrophe) == range.upperBound {
        return apostrophe
      }
    }
    return nil
  }

  /// `'` after a plural is a possessive, elsewhere a quote.
  private mutating func apostrophe() {
    if tokens.last?.kind == .word, let end = cliticEnd(after: next) {
      appendClitic(end: end)
      return
    }
    if let last = tokens.last, last.kind == .word, last.end == next, last.text.hasSuffix("s") {
      append(.possessive, "'", end: next + 1)
    } else {
      append(.sign, "\"", end: next + 1)
    }
    next += 1
  }

  private mutating func append(_ kind: CaptionToken.Kind, _ text: String, end: Int) {
    tokens.append(CaptionToken(kind: kind, text: text, start: next, end: end))
  }

  private mutating func skipWord() {
    while next < scalars.count, !Self.isSpace(scalars[next]) { next += 1 }
  }

  /// The end of a web or mail address that begins at the next scalar.
  private func addressEnd() -> Int? {
    var end = next
    var hasSign = false
    while end < scalars.count, end - next < 2_048, !Self.isSpace(scalars[end]) {
      let rest = scalars[end...]
      if scalars[end] == "@" || rest.starts(with: "://".unicodeScalars) { hasSign = true }
      end += 1
    }
    let isWWW = scalars[next..<end].starts(with: "www.".unicodeScalars)
    return hasSign || isWWW ? end : nil
  }

  private func tagEnd() -> Int? {
    guard next + 1 < scalars.count, Self.isLetter(scalars[next + 1]) || scalars[next + 1] == "/"
    else { return nil }
    let close = scalars[next..<min(scalars.count, next + 256)].firstIndex(of: ">")
    return close.map { $0 + 1 }
  }

  private func entityEnd() -> Int? {
    let range = (next + 1)..<min(scalars.count, next + 12)
    guard let close = scalars[range].firstIndex(of: ";"), close > next + 1 else { return nil }
    let name = scalars[(next + 1)..<close]
    return name.allSatisfy { $0 == "#" || ($0.isASCII && (Self.isLetter($0) || Self.isDigit($0))) }
      ? close + 1 : nil
  }
}
