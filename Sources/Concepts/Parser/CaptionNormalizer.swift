/// Turns the scalars of a caption that is not plain ASCII into bytes with their origin.
///
/// Linear in the caption: every search for the end of something is bounded or skips what it read.
struct CaptionNormalizer {
  /// Ends of names of web sites without `www`.
  static let domains = ["com", "org", "net", "edu", "gov", "co.", "info"].map { Array($0.utf8) }

  private let scalars: [Unicode.Scalar]
  private var next = 0
  private(set) var bytes: [UInt8] = []
  private(set) var isUpper: [UInt8] = []
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []
  private(set) var latinLetters = 0
  private(set) var otherLetters = 0

  /// Prepares to read scalars.
  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    bytes.reserveCapacity(scalars.count + 8)
  }

  /// Reads them all.
  mutating func run() {
    var startsRun = true
    while next < scalars.count {
      let scalar = scalars[next]
      if Self.isSpace(scalar) {
        emitSpace(to: next + 1)
        startsRun = true
      } else if scalar == "<", let end = tagEnd() {
        emitSpace(to: end)
        startsRun = true
      } else if startsRun, let end = addressEnd() {
        emitSpace(to: end)
      } else {
        startsRun = false
        if scalar == "&" { entity() } else { single() }
      }
    }
  }

  // MARK: Output

  private mutating func emit(_ byte: UInt8, _ range: Range<Int>, upper: Bool = false) {
    bytes.append(byte)
    isUpper.append(upper ? 1 : 0)
    starts.append(Int32(range.lowerBound))
    ends.append(Int32(range.upperBound))
  }

  private mutating func emitSpace(to end: Int) {
    emit(0x20, next..<end)
    next = end
  }

  private mutating func emitLetter(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
    if Self.isLatin(scalar) { latinLetters += 1 } else { otherLetters += 1 }
    let isUpper = scalar.properties.isUppercase
    for (place, byte) in scalar.properties.lowercaseMapping.utf8.enumerated() {
      emit(byte, range, upper: isUpper && place == 0)
    }
  }

  // MARK: Scalars

  private mutating func single() {
    let scalar = scalars[next]
    var end = next + 1
    // Marks belong to the letter before them; more than a few are ornament.
    while end < scalars.count, scalars[end].value >= 0x300, Self.isMark(scalars[end]) { end += 1 }
    let range = next..<end
    next = end
    if end > range.lowerBound + 1, Self.isLetter(scalar) {
      let cluster = String(
        String.UnicodeScalarView(scalars[range.prefix(4)].filter { !Self.isInvisible($0) }))
      for part in NormalForm.composed(cluster).unicodeScalars where Self.isLetter(part) {
        emitLetter(part, range)
      }
    } else {
      emit(scalar, range)
    }
  }

  private mutating func emit(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
    if Self.isLetter(scalar) {
      emitLetter(scalar, range)
      return
    }
    if scalar.isASCII {
      let isSign = scalar.value > 0x20 && scalar.value < 0x7f && scalar != "#"
      emit(scalar == "`" ? 0x27 : isSign ? UInt8(scalar.value) : 0x20, range)
      return
    }
    switch scalar {
    case "\u{2018}", "\u{2019}", "\u{201b}", "\u{b4}", "\u{2032}": emit(0x27, range)
    case "\u{2010}", "\u{2011}", "\u{ff0d}": emit(0x2d, range)
    case "\u{2026}": emit(0x2e, range)
    default: emitByCategory(scalar, range)
    }
  }

  private mutating func emitByCategory(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
    switch scalar.properties.generalCategory {
    case .format, .nonspacingMark, .enclosingMark, .spacingMark: break
    case .decimalNumber:
      emit(0x30 + UInt8(clamping: Int(scalar.properties.numericValue ?? 0)), range)
    case .dashPunctuation:
      for byte in Array(" - ".utf8) { emit(byte, range) }
    case .initialPunctuation, .finalPunctuation, .openPunctuation, .closePunctuation:
      emit(0x22, range)
    case .otherPunctuation: emit(0x2c, range)
    case .currencySymbol: emit(0x24, range)
    default: emit(0x20, range)
    }
  }

  // MARK: Markup and addresses

  private static let entities: [String: String] = [
    "amp": "&", "lt": " ", "gt": " ", "quot": "\"", "apos": "'", "nbsp": " ", "rsquo": "'",
    "lsquo": "'", "rdquo": "\"", "ldquo": "\"", "ndash": " - ", "mdash": " - ", "hellip": ".",
    "eacute": "é", "egrave": "è", "ecirc": "ê", "agrave": "à", "aacute": "á", "acirc": "â",
    "auml": "ä", "ouml": "ö", "uuml": "ü", "ntilde": "ñ", "ccedil": "ç", "oacute": "ó",
    "iacute": "í", "uacute": "ú", "iuml": "ï", "euml": "ë", "szlig": "ß", "aring": "å",
    "oslash": "ø", "aelig": "æ", "deg": " ", "shy": "", "zwnj": "", "zwj": "",
  ]

  /// `&eacute;`, `&#39;`, `&#x27;`; unknown names are white space; `&` alone is a sign.
  private mutating func entity() {
    let limit = min(scalars.count, next + 12)
    guard let close = scalars[(next + 1)..<limit].firstIndex(of: ";"), close > next + 1,
      scalars[(next + 1)..<close].allSatisfy({
        $0.isASCII && ($0 == "#" || Self.isLetter($0) || ("0"..."9").contains($0))
      })
    else {
      emit(0x26, next..<(next + 1))
      next += 1
      return
    }
    let name = String(String.UnicodeScalarView(scalars[(next + 1)..<close]))
    let range = next..<(close + 1)
    let text: String
    if name.hasPrefix("#") {
      let digits = name.dropFirst()
      let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
      let code = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      text = code.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? " "
    } else {
      text = Self.entities[name] ?? Self.entities[name.lowercased()] ?? " "
    }
    for scalar in text.unicodeScalars { emit(scalar, range) }
    next = range.upperBound
  }

  private func tagEnd() -> Int? {
    guard next + 1 < scalars.count,
      Self.isLetter(scalars[next + 1]) || scalars[next + 1] == "/" || scalars[next + 1] == "!"
    else { return nil }
    let close = scalars[next..<min(scalars.count, next + 256)].firstIndex(of: ">")
    return close.map { $0 + 1 }
  }

  /// The end of the run of characters at `next` when it holds a web or mail address or an `@name`.
  private func addressEnd() -> Int? {
    var end = next
    var isAddress = scalars[next] == "@"
    while end < scalars.count, !Self.isSpace(scalars[end]), scalars[end] != "<" {
      let scalar = scalars[end]
      let isInside = end > next && end + 1 < scalars.count && !Self.isSpace(scalars[end + 1])
      if scalar == "@", isInside { isAddress = true }
      if scalar == ":", scalars[end...].starts(with: "://".unicodeScalars) { isAddress = true }
      if scalar == ".", isInside, isDomain(at: end) { isAddress = true }
      end += 1
    }
    return isAddress ? end : nil
  }

  private func isDomain(at dot: Int) -> Bool {
    if dot >= next + 3, scalars[(dot - 3)..<dot].allSatisfy({ $0 == "w" || $0 == "W" }) {
      return true
    }
    let after = scalars[(dot + 1)...].prefix(4).map { UInt8(truncatingIfNeeded: $0.value) | 0x20 }
    return Self.domains.contains { after.starts(with: $0) }
  }

  // MARK: What a scalar is

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      : scalar.properties.isAlphabetic && !isMark(scalar)
        && scalar.properties.generalCategory != .otherSymbol
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{200d}" || scalar == "\u{200c}" || scalar == "\u{ad}"
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar.value <= 0x20 || scalar.value == 0x7f
      : scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
  }

  /// Latin letters up to Latin Extended-B, and those of Latin Extended Additional.
  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x250 || (0x1e00..<0x1f00).contains(scalar.value)
  }
}
