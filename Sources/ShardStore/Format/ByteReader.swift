/// Little-endian values from the front of bytes; every read says whether enough were left.
struct ByteReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  mutating func read<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type) -> Value? {
    guard let bytes = read(count: MemoryLayout<Value>.size) else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | Value($1) }
  }

  mutating func read(count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// Takes `text` from the front; false, and nothing taken, when something else is there.
  mutating func skip(_ text: StaticString) -> Bool {
    let expected = Array("\(text)".utf8)
    guard rest.starts(with: expected) else { return false }
    rest = rest.dropFirst(expected.count)
    return true
  }
}
