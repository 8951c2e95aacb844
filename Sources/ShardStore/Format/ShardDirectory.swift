import Codecs

/// The frame after the records: what each record must be, and the digest of the file so far.
///
///     0       u8[8]   "PLRDIR01"
///     8       u32     n, number of records
///     12      u32     0
///     16      24 n    entries: u64 image id, u8[8] start of the payload's SHA-256,
///                     u32 regions, u16 flags (bit 0 = rejected), u16 0
///     16+24n  u8[8]   start of the SHA-256 of all bytes above
///     24+24n  u8[32]  SHA-256 of all bytes of the file before this field
struct ShardDirectory {
  /// One record, as the directory promises it.
  struct Entry: Hashable {
    static let bytes = 24
    var imageID: UInt64
    /// First 8 bytes of the payload's SHA-256, as they lie in the file.
    var payloadDigest: UInt64
    var regions: Int
    var isRejected: Bool

    init(payload: RecordPayload, bytes: [UInt8]) {
      imageID = payload.imageID
      let digest = SHA256Digest(of: bytes).bytes
      payloadDigest = LittleEndianColumn.values(of: digest[..<8])[0]
      regions = payload.regions
      isRejected = payload.isRejected
    }

    fileprivate init?(_ reader: inout ByteReader) {
      guard let imageID = reader.read(UInt64.self), let digest = reader.read(UInt64.self),
        let regions = reader.read(UInt32.self), let flags = reader.read(UInt16.self),
        let reserved = reader.read(UInt16.self), flags <= 1, reserved == 0,
        Int(regions) <= ShardLimits.regionsMax
      else { return nil }
      self.imageID = imageID
      payloadDigest = digest
      self.regions = Int(regions)
      isRejected = flags == 1
    }
  }

  static let overhead = 16 + 8 + 32

  var entries: [Entry] = []

  /// The frame's bytes up to the digest of the file, which the writer appends.
  func frameStart() -> [UInt8] {
    var content = ByteWriter()
    content.append("PLRDIR01")
    content.append(UInt32(entries.count))
    content.append(UInt32(0))
    for entry in entries {
      content.append(entry.imageID)
      content.append(entry.payloadDigest)
      content.append(UInt32(entry.regions))
      content.append(UInt16(entry.isRejected ? 1 : 0))
      content.append(UInt16(0))
    }
    let check = Array(SHA256Digest(of: content.bytes).bytes.prefix(8))
    var frame = ByteWriter()
    frame.append(SkippableFrame.Magic.directory.rawValue)
    frame.append(UInt32(content.bytes.count + check.count + 32))
    frame.append(content.bytes)
    frame.append(check)
    return frame.bytes
  }

  init() {}

  /// Reads the frame's content; `nil` when it is not what was written.
  init?(content: ArraySlice<UInt8>) {
    var reader = ByteReader(content)
    guard reader.skip("PLRDIR01"), let count = reader.read(UInt32.self),
      Int(count) <= ShardLimits.recordsMax, reader.read(UInt32.self) == 0,
      content.count == Self.overhead + Int(count) * Entry.bytes
    else { return nil }
    let checked = content.dropLast(40)
    let check = content.dropLast(32).suffix(8)
    guard SHA256Digest(of: Array(checked)).bytes.prefix(8) == check else { return nil }
    for _ in 0..<count {
      guard let entry = Entry(&reader) else { return nil }
      entries.append(entry)
    }
  }
}
