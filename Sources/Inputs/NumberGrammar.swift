/// The grammar of a number: `-? (0 | [1-9] digits?) (. digits)? ([eE] [+-]? digits)?`.
struct NumberGrammar {
  private let bytes: [UInt8]
  /// The first byte that does not fit.
  private(set) var next = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// What was expected at `next`; `nil` when the bytes are a number.
  mutating func firstMistake() -> String? {
    if peek == UInt8(ascii: "-") { next += 1 }
    if peek == UInt8(ascii: "0") {
      next += 1
      if isAtDigit { return "no digit after a leading 0" }
    } else if !digits() {
      return "a digit"
    }
    if peek == UInt8(ascii: ".") {
      next += 1
      if !digits() { return "a digit" }
    }
    if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
      next += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { next += 1 }
      if !digits() { return "a digit" }
    }
    return next == bytes.count ? nil : "the end of the number"
  }

  private var peek: UInt8? { next < bytes.count ? bytes[next] : nil }

  private var isAtDigit: Bool { next < bytes.count && (0x30...0x39).contains(bytes[next]) }

  /// Passes over digits; false if there is none.
  private mutating func digits() -> Bool {
    let start = next
    while isAtDigit { next += 1 }
    return next > start
  }
}
