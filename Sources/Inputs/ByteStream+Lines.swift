extension ByteStream {
  /// Most bytes of one line.
  static let lineBytesMax = 16 << 20

  /// What a call for the next line gave.
  enum Line {
    /// A whole line.
    case whole
    /// The first `lineBytesMax` bytes of a longer line, which was passed over.
    case cut
    /// There is none.
    case end
  }

  /// Takes a line without its `\n` or `\r\n` into `bytes`.
  mutating func line(into bytes: inout [UInt8]) throws -> Line {
    bytes.removeAll(keepingCapacity: true)
    guard try peek() != nil else { return .end }
    var count = 0
    try take(into: &bytes, bytesMax: Self.lineBytesMax) { byte in
      count += 1
      return byte != 0x0a
    }
    let hasEnd = try peek() != nil
    if hasEnd { advanceLine() }
    if count - (hasEnd ? 1 : 0) > bytes.count { return .cut }
    if bytes.last == 0x0d { bytes.removeLast() }
    return .whole
  }
}
