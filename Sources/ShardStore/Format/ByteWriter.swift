import Codecs

/// Bytes under construction, little-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append<Value: FixedWidthInteger & ColumnElement>(_ value: Value) {
    bytes += LittleEndianColumn.bytes(of: [value])
  }

  mutating func append(_ more: [UInt8]) {
    bytes += more
  }

  mutating func append(_ text: StaticString) {
    bytes += Array("\(text)".utf8)
  }
}
