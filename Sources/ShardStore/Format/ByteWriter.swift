/// Bytes under construction, little-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) {
    for place in 0..<MemoryLayout<Value>.size {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place)))
    }
  }

  mutating func append(_ more: [UInt8]) {
    bytes += more
  }

  mutating func append(_ text: StaticString) {
    bytes += Array("\(text)".utf8)
  }
}
