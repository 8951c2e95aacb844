internal import CZstd

/// Makes zstd frames with content size and XXH64 checksum, one thread, no dictionary.
///
/// The same bytes, level and flush points give the same frame for one version of libzstd, whatever
/// the context compressed before. A compressor is used by one thread at a time.
@safe public final class ZstdCompressor {
  /// Version of the libzstd in use, for example `1.5.4`.
  public static var libraryVersion: String { unsafe String(cString: ZSTD_versionString()) }

  private let context: OpaquePointer

  /// Creates a compressor at `level` (1...19; 3 is right for embeddings).
  public init(level: Int) {
    guard let context = unsafe ZSTD_createCCtx() else { fatalError("out of memory") }
    unsafe self.context = context
    for (parameter, value) in [
      (ZSTD_c_compressionLevel, Int32(level)), (ZSTD_c_contentSizeFlag, 1),
      (ZSTD_c_checksumFlag, 1), (ZSTD_c_dictIDFlag, 0), (ZSTD_c_nbWorkers, 0),
    ] {
      let status = unsafe ZSTD_CCtx_setParameter(context, parameter, value)
      precondition(ZSTD_isError(status) == 0, "zstd refuses a parameter")
    }
  }

  deinit {
    unsafe _ = ZSTD_freeCCtx(context)
  }

  /// Compresses `bytes` into one frame.
  ///
  /// A block ends at each of `flushPoints` (ascending offsets inside `bytes`), so that the parts get
  /// entropy tables of their own: byte planes of one embedding are worth 9 % that way.
  public func frame(of bytes: [UInt8], flushPoints: [Int] = []) throws(ZstdError) -> [UInt8] {
    _ = try Self.checked(unsafe ZSTD_CCtx_reset(context, ZSTD_reset_session_only))
    _ = try Self.checked(unsafe ZSTD_CCtx_setPledgedSrcSize(context, UInt64(bytes.count)))
    // Each flush may end a block early: at most 3 bytes of block header each.
    let capacity = ZSTD_compressBound(bytes.count) + 16 * (flushPoints.count + 1)
    var failure: ZstdError?
    let frame = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { target, used in
      do throws(ZstdError) {
        used = try unsafe compress(bytes, flushPoints: flushPoints, into: target)
      } catch {
        failure = error
        used = 0
      }
    }
    if let failure { throw failure }
    return frame
  }

  private func compress(
    _ bytes: [UInt8], flushPoints: [Int], into target: UnsafeMutableBufferPointer<UInt8>
  ) throws(ZstdError) -> Int {
    var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
    let ends = flushPoints + [bytes.count]
    precondition(zip([0] + ends, ends).allSatisfy { $0 <= $1 }, "flush points must ascend")
    let status = unsafe bytes.withUnsafeBytes { source -> Int in
      var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: 0, pos: 0)
      for (index, end) in ends.enumerated() {
        unsafe input.size = end
        let directive = index == ends.count - 1 ? ZSTD_e_end : ZSTD_e_flush
        var remaining = 0
        repeat {
          remaining = unsafe ZSTD_compressStream2(context, &output, &input, directive)
          if ZSTD_isError(remaining) != 0 { return remaining }
        } while remaining != 0
      }
      return 0
    }
    _ = try Self.checked(status)
    return unsafe output.pos
  }

  private static func checked(_ status: Int) throws(ZstdError) -> Int {
    guard ZSTD_isError(status) == 0 else {
      throw .library(unsafe String(cString: ZSTD_getErrorName(status)))
    }
    return status
  }
}
