extension ByteStream {
  /// Most bytes of one line.
  static let lineBytesMax = 16 << 20

  /// Takes a line without its `\n` or `\r\n` into `bytes`; false at the end of the file.
  mutating func line(into bytes: inout [UInt8]) throws -> Bool {
    bytes.removeAll(keepingCapacity: true)
    guard try peek() != nil else { return false }
    let start = position
    while let byte = try peek() {
      if byte == 0x0a {
        advanceLine()
        break
      }
      take(into: &bytes) { $0 == 0x0a }
      guard bytes.count <= Self.lineBytesMax else {
        throw malformed("a line of at most \(Self.lineBytesMax) bytes", "a longer one", at: start)
      }
    }
    if bytes.last == 0x0d { bytes.removeLast() }
    return true
  }
}
