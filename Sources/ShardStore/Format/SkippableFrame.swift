/// A zstd skippable frame: magic, length, bytes that a decompressor passes over.
///
///     0  u32  magic 0x184D2A5x
///     4  u32  count
///     8  u8[count]
enum SkippableFrame {
  /// Magic numbers of the three frames of a shard that are not records.
  enum Magic: UInt32 {
    case header = 0x184D_2A50
    case directory = 0x184D_2A51
    case seekTable = 0x184D_2A5E
  }

  /// Bytes before the content.
  static let overhead = 8

  static func frame(_ magic: Magic, _ content: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(magic.rawValue)
    writer.append(UInt32(content.count))
    writer.append(content)
    return writer.bytes
  }

  /// The content of `bytes`, which must be exactly one frame with `magic`.
  static func content(of bytes: [UInt8], _ magic: Magic) -> ArraySlice<UInt8>? {
    var reader = ByteReader(bytes)
    guard reader.read(UInt32.self) == magic.rawValue, let count = reader.read(UInt32.self),
      Int(count) == reader.rest.count
    else { return nil }
    return reader.rest
  }
}
