import Codecs

/// Writes zip files of stored entries whose contents begin at multiples of 64 bytes.
///
/// Offsets and sizes are of 32 bits (APPNOTE 6.3, no zip64), so a file ends at 4 GiB.
struct ZipWriter {
  private struct Entry {
    let name: [UInt8]
    let checksum: UInt32
    let bytes: Int
    let offset: Int
  }

  private let file: ExportFile
  private var entries: [Entry] = []
  private static let alignment = 64
  private static let bytesMax = Int(UInt32.max) - 1

  init(file: ExportFile) {
    self.file = file
  }

  mutating func add(_ name: String, _ content: [UInt8]) throws {
    try add(name, bytes: content.count) { try $0(content) }
  }

  /// Adds an entry of `bytes` bytes; `pieces` hands them out and is called twice.
  mutating func add(
    _ name: String, bytes: Int, pieces: (_ body: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard file.count + bytes + 4096 <= Self.bytesMax else {
      throw ExportError.tooLarge(
        what: name, bytes: file.count + bytes, bytesMax: Self.bytesMax)
    }
    var checksum = CRC32()
    try pieces { checksum.update($0) }
    let entry = Entry(
      name: Array(name.utf8), checksum: checksum.checksum, bytes: bytes, offset: file.count)
    entries.append(entry)
    // The extra field "FB" is what torch pads with; its length makes the content aligned.
    let start = file.count + 30 + entry.name.count + 4
    let padding = (Self.alignment - start % Self.alignment) % Self.alignment
    var header = fields([(0x0403_4B50, 4)]) + Self.common(entry)
    header += fields([(entry.name.count, 2), (4 + padding, 2)]) + entry.name
    header += Array("FB".utf8) + fields([(padding, 2)])
    header += [UInt8](repeating: UInt8(ascii: "Z"), count: padding)
    try file.write(header)
    let before = file.count
    try pieces { try file.write($0) }
    precondition(file.count - before == bytes, "\(name) has another size than it said")
  }

  /// Writes the directory.
  mutating func finish() throws {
    let start = file.count
    for entry in entries {
      try file.write(
        fields([(0x0201_4B50, 4), (0, 2)]) + Self.common(entry)
          + fields([
            (entry.name.count, 2), (0, 2), (0, 2), (0, 2), (0, 2), (0, 4), (entry.offset, 4),
          ]) + entry.name)
    }
    let size = file.count - start
    try file.write(
      fields([
        (0x0605_4B50, 4), (0, 2), (0, 2), (entries.count, 2), (entries.count, 2), (size, 4),
        (start, 4), (0, 2),
      ]))
  }

  /// What local header and directory have in common: version, flags, method, time, sizes.
  private static func common(_ entry: Entry) -> [UInt8] {
    fields([
      (0, 2), (0, 2), (0, 2), (0, 2), (0x21, 2), (Int(entry.checksum), 4), (entry.bytes, 4),
      (entry.bytes, 4),
    ])
  }
}

/// Little-endian numbers of the given widths in bytes, one behind the other.
func fields(_ values: [(value: Int, width: Int)]) -> [UInt8] {
  values.flatMap { value, width in
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
