internal import CZstd

/// Reads zstd files (RFC 8878) of any number of frames from anywhere.
///
/// Skippable frames are passed over and checksums compared where there are any. `ZstdFrame` is the
/// stricter reader for frames that we made. Memory is the frame's window, at most 128 MiB as with
/// the `zstd` command, and one chunk each of file and content.
@safe public final class ZstdReader: DecompressedReader {
  /// Logarithm of the largest window that a frame may ask for.
  static let windowLogMax: Int32 = 27

  /// The file's path, for messages.
  public let path: String
  private let contentBytesMax: Int
  private var input: FileChunks
  private let context: OpaquePointer
  /// What the library said last: 0 between frames.
  private var pending = 0
  private var hasFrame = false
  private var contentBytes = 0

  /// Opens a file of which at most `contentBytesMax` bytes of content are accepted.
  ///
  /// - Throws: `FileError`.
  public convenience init(path: String, contentBytesMax: Int = .max) throws {
    self.init(path: path, contentBytesMax: contentBytesMax, try FileChunks(path: path))
  }

  /// Reads what `source` gives, call by call, until it gives nothing; `path` is for messages.
  public convenience init(
    path: String, contentBytesMax: Int = .max, source: @escaping () throws -> [UInt8]
  ) {
    self.init(path: path, contentBytesMax: contentBytesMax, FileChunks(source: source))
  }

  private init(path: String, contentBytesMax: Int, _ input: FileChunks) {
    self.path = path
    self.contentBytesMax = contentBytesMax
    self.input = input
    guard let context = unsafe ZSTD_createDCtx() else { fatalError("out of memory") }
    unsafe self.context = context
    let status = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogMax)
    precondition(ZSTD_isError(status) == 0, "zstd refuses a parameter")
  }

  deinit {
    unsafe _ = ZSTD_freeDCtx(context)
  }

  /// The next bytes of the content; empty at the end.
  public func read() throws -> [UInt8] {
    var content: [UInt8] = []
    while content.isEmpty {
      let hasInput = try input.fill()
      guard hasInput || pending != 0 || !hasFrame else { return [] }
      guard hasInput || hasFrame else {
        throw failure(.otherFormat(expected: "zstd", start: ""))
      }
      let wasAt = input.next
      content = try decompressSome()
      hasFrame = true
      // Nothing came in and nothing out: more input would be needed.
      if !hasInput, content.isEmpty, input.next == wasAt {
        throw failure(.truncated(contentBytes: contentBytes))
      }
    }
    contentBytes += content.count
    guard contentBytes <= contentBytesMax else {
      throw failure(.tooLarge(contentBytesMax: contentBytesMax))
    }
    return content
  }

  private func failure(_ problem: CompressedFileError.Problem) -> CompressedFileError {
    CompressedFileError(path: path, problem: problem)
  }

  private func decompressSome() throws -> [UInt8] {
    let start = input.position
    let wasBetweenFrames = pending == 0
    var used = 0
    let content = unsafe [UInt8](unsafeUninitializedCapacity: ZSTD_DStreamOutSize()) {
      target, produced in
      unsafe input.bytes.withUnsafeBytes { source in
        var from = unsafe ZSTD_inBuffer(
          src: source.baseAddress, size: source.count, pos: input.next)
        var to = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        pending = unsafe ZSTD_decompressStream(context, &to, &from)
        used = unsafe from.pos
        produced = unsafe to.pos
      }
    }
    guard ZSTD_isError(pending) == 0 else {
      if wasBetweenFrames, ZSTD_getErrorCode(pending) == ZSTD_error_prefix_unknown {
        let head = Array(input.bytes[input.next...].prefix(8)).lowercaseHex
        throw failure(
          hasFrame
            ? .trailingBytes(offset: start) : .otherFormat(expected: "zstd", start: head))
      }
      let text = unsafe String(cString: ZSTD_getErrorName(pending))
      throw failure(.corrupt(contentBytes: contentBytes, reason: "libzstd: \(text)"))
    }
    input.next = used
    return content
  }
}
