/// Bytes that may be no UTF-8 as text that may hold lone surrogates.
enum SurrogateEscape {
  /// The bytes as Python's `surrogatepass` reads them: each one that is part of no character stands
  /// as the three bytes of U+DC00 + byte.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for piece in pieces(of: bytes) {
      switch piece {
      case .scalar(let scalar): result += Array(String(scalar).utf8)
      case .byte(let byte): result += [0xED, 0xB0 | byte >> 6, 0x80 | byte & 0x3F]
      }
    }
    return result
  }

  /// A character, or a byte that is part of none.
  enum Piece {
    case scalar(Unicode.Scalar)
    case byte(UInt8)
  }

  /// The bytes cut into characters and strays.
  static func pieces(of bytes: [UInt8]) -> [Piece] {
    if let valid = String(validating: bytes, as: UTF8.self) {
      return valid.unicodeScalars.map { .scalar($0) }
    }
    var pieces: [Piece] = []
    var place = 0
    while place < bytes.count {
      let whole = (1...4).lazy.compactMap { length -> (Unicode.Scalar, Int)? in
        guard place + length <= bytes.count,
          let text = String(validating: bytes[place..<place + length], as: UTF8.self),
          let scalar = text.unicodeScalars.first
        else { return nil }
        return (scalar, length)
      }.first
      pieces.append(whole.map { .scalar($0.0) } ?? .byte(bytes[place]))
      place += whole?.1 ?? 1
    }
    return pieces
  }
}
