internal import CZstd

/// Reads zstd frames of known size, with every claim of the frame checked before anything is allocated.
public enum ZstdFrame {
  /// Largest window that a frame may ask for when it is not a single segment.
  public static let windowMax = 8 << 20

  /// Decompresses `bytes`, which must be exactly one data frame of `contentSize` bytes.
  ///
  /// The frame must carry its content size and a checksum, name no dictionary and ask for a window
  /// of at most 8 MiB; nothing may follow it. The caller bounds `contentSize`.
  public static func content(
    of bytes: ArraySlice<UInt8>, contentSize: Int
  ) throws(ZstdError) -> [UInt8] {
    try checkHeader(of: bytes, contentSize: contentSize)
    var status = 0
    let content = unsafe [UInt8](unsafeUninitializedCapacity: contentSize) { target, used in
      status = unsafe ZstdContexts.shared.use { context in
        unsafe bytes.withUnsafeBytes { source in
          unsafe ZSTD_decompressDCtx(
            context, target.baseAddress, target.count, source.baseAddress, source.count)
        }
      }
      used = ZSTD_isError(status) == 0 ? status : 0
    }
    guard ZSTD_isError(status) == 0 else {
      throw .library(unsafe String(cString: ZSTD_getErrorName(status)))
    }
    try expect("content size", contentSize, found: content.count)
    return content
  }

  /// The frame that begins at the start of `bytes`, by its own words: its length, and the size of
  /// its content; `nil` where no whole data frame with a content size begins.
  ///
  /// Nothing is decompressed, so the frame may still be damaged.
  public static func extent(
    atStartOf bytes: ArraySlice<UInt8>
  ) -> (compressed: Int, content: Int)? {
    var header = ZSTD_frameHeader()
    let (status, size) = unsafe bytes.withUnsafeBytes { source in
      unsafe (
        ZSTD_getFrameHeader(&header, source.baseAddress, source.count),
        ZSTD_findFrameCompressedSize(source.baseAddress, source.count)
      )
    }
    guard status == 0, header.frameType == ZSTD_frame, ZSTD_isError(size) == 0,
      let content = Int(exactly: header.frameContentSize)
    else { return nil }
    return (size, content)
  }

  /// The XXH64 checksum's low 32 bits, which end every frame made here.
  public static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func checkHeader(
    of bytes: ArraySlice<UInt8>, contentSize: Int
  ) throws(ZstdError) {
    var header = ZSTD_frameHeader()
    let (status, size) = unsafe bytes.withUnsafeBytes { source in
      unsafe (
        ZSTD_getFrameHeader(&header, source.baseAddress, source.count),
        ZSTD_findFrameCompressedSize(source.baseAddress, source.count)
      )
    }
    guard status == 0, header.frameType == ZSTD_frame else { throw .notAFrame }
    guard header.frameContentSize != UInt64.max else {
      throw .unexpected(property: "content size", expected: "\(contentSize)", found: "none")
    }
    guard header.frameContentSize == UInt64(contentSize) else {
      throw .unexpected(
        property: "content size", expected: "\(contentSize)", found: "\(header.frameContentSize)")
    }
    try expect("checksum flag", 1, found: Int(header.checksumFlag))
    try expect("dictionary", 0, found: Int(header.dictID))
    guard header.windowSize <= max(windowMax, contentSize) else {
      throw .unexpected(
        property: "window", expected: "at most \(windowMax)", found: "\(header.windowSize)")
    }
    guard ZSTD_isError(size) == 0 else {
      throw .library(unsafe String(cString: ZSTD_getErrorName(size)))
    }
    try expect("compressed size", bytes.count, found: size)
  }

  private static func expect(_ property: String, _ expected: Int, found: Int) throws(ZstdError) {
    guard expected == found else {
      throw .unexpected(property: property, expected: "\(expected)", found: "\(found)")
    }
  }
}
