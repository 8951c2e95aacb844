extension SafetensorsHeader {
  /// Reads the small part of JSON that a header may use: objects, strings, lists of whole numbers.
  ///
  /// Nesting is fixed by the callers, so no input can recurse.
  struct Scanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(bytes: ArraySlice<UInt8>) {
      self.bytes = bytes
      position = bytes.startIndex
    }

    func expected(_ what: String) -> SafetensorsError.Problem {
      .malformedHeader(byte: position - bytes.startIndex, expected: what)
    }

    /// Reads `{ "key": value, ... }`; `value` reads what follows each colon.
    mutating func object(
      _ value: (inout Scanner, String) throws(SafetensorsError.Problem) -> Void
    ) throws(SafetensorsError.Problem) {
      try take("{")
      if skip("}") { return }
      repeat {
        let key = try string()
        try take(":")
        try value(&self, key)
      } while skip(",")
      try take("}")
    }

    /// Reads a list of at most `max` whole numbers, 0 or more.
    mutating func integers(max: Int) throws(SafetensorsError.Problem) -> [Int] {
      var numbers: [Int] = []
      try take("[")
      if skip("]") { return numbers }
      repeat {
        guard numbers.count < max else { throw expected("at most \(max) numbers") }
        numbers.append(try integer())
      } while skip(",")
      try take("]")
      return numbers
    }

    private mutating func integer() throws(SafetensorsError.Problem) -> Int {
      space()
      let start = position
      var number = 0
      while position < bytes.endIndex, case let digit = Int(bytes[position]) - 48,
        (0...9).contains(digit)
      {
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(digit)
        guard !overflow && !carry else { throw expected("a number below 2^63") }
        number = sum
        position += 1
      }
      let count = position - start
      guard count > 0 && (count == 1 || bytes[start] != 48) else {
        throw expected("a whole number")
      }
      return number
    }

    mutating func string() throws(SafetensorsError.Problem) -> String {
      try take("\"")
      var text: [UInt8] = []
      while position < bytes.endIndex {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""):
          guard let string = String(validating: text, as: UTF8.self) else {
            throw expected("valid UTF-8")
          }
          return string
        case UInt8(ascii: "\\"): try escape(&text)
        case 0..<0x20: throw expected("no control character in a string")
        default: text.append(byte)
        }
      }
      throw expected("the end of a string")
    }

    private mutating func escape(_ text: inout [UInt8]) throws(SafetensorsError.Problem) {
      guard position < bytes.endIndex else { throw expected("an escape") }
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
      case UInt8(ascii: "b"): text.append(8)
      case UInt8(ascii: "f"): text.append(12)
      case UInt8(ascii: "n"): text.append(10)
      case UInt8(ascii: "r"): text.append(13)
      case UInt8(ascii: "t"): text.append(9)
      case UInt8(ascii: "u"):
        var unit = try hexUnit()
        // A high surrogate is only half of a character.
        if (0xD800..<0xDC00).contains(unit), position + 1 < bytes.endIndex,
          bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        {
          position += 2
          let low = try hexUnit()
          guard (0xDC00..<0xE000).contains(low) else { throw expected("a low surrogate") }
          unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw expected("a Unicode scalar") }
        text.append(contentsOf: String(Character(scalar)).utf8)
      default: throw expected("an escape")
      }
    }

    private mutating func hexUnit() throws(SafetensorsError.Problem) -> UInt32 {
      guard bytes.endIndex - position >= 4 else { throw expected("four hexadecimal digits") }
      var unit: UInt32 = 0
      for byte in bytes[position..<position + 4] {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 128 else {
          throw expected("four hexadecimal digits")
        }
        unit = unit << 4 | UInt32(digit)
      }
      position += 4
      return unit
    }

    /// Only spaces may follow the header's object.
    mutating func padding() throws(SafetensorsError.Problem) {
      while position < bytes.endIndex {
        guard bytes[position] == UInt8(ascii: " ") else { throw expected("spaces to the end") }
        position += 1
      }
    }

    private mutating func space() {
      while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
        position += 1
      }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
      space()
      guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else {
        return false
      }
      position += 1
      return true
    }

    private mutating func take(_ character: Unicode.Scalar) throws(SafetensorsError.Problem) {
      guard skip(character) else { throw expected("`\(character)`") }
    }
  }
}
