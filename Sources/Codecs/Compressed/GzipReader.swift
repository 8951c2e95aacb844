internal import CZlib

/// Reads gzip files (RFC 1952) of any number of members, with every CRC and length checked.
///
/// Zero bytes after the last member are padding, as tapes and `gzip` itself have it; anything else
/// there is an error. Memory is one chunk of file, one of content and zlib's window of 32 KiB.
@safe public final class GzipReader: DecompressedReader {
  /// Most bytes of content that one `read` gives.
  static let contentChunkBytes = 256 << 10

  /// The file's path, for messages.
  public let path: String
  private let contentBytesMax: Int
  private var input: FileChunks
  // zlib remembers the address of its state's owner, so that this must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isInsideMember = false
  private var hasMember = false
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
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // The only failure of a valid call is a lack of memory.
    guard unsafe czlib_gunzip_init(stream) == Z_OK else { fatalError("out of memory") }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// The next bytes of the content; empty at the end.
  public func read() throws -> [UInt8] {
    var content: [UInt8] = []
    while content.isEmpty {
      if !isInsideMember {
        guard try beginMember() else { return [] }
      }
      content = try inflateSome()
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

  /// Moves to the next member; `false` when the file has no more.
  private func beginMember() throws -> Bool {
    while try input.fill() {
      let byte = input.bytes[input.next]
      if hasMember, byte == 0 {
        input.next += 1
        continue
      }
      let start = input.bytes[input.next...].prefix(2)
      guard start.elementsEqual([0x1F, 0x8B].prefix(start.count)) else {
        throw failure(
          hasMember
            ? .trailingBytes(offset: input.position)
            : .otherFormat(
              expected: "gzip", start: Array(input.bytes[input.next...].prefix(8)).lowercaseHex))
      }
      if hasMember { unsafe inflateReset(stream) }
      hasMember = true
      isInsideMember = true
      return true
    }
    guard hasMember else { throw failure(.otherFormat(expected: "gzip", start: "")) }
    return false
  }

  /// Unpacks until there is content, the member ends or the chunk of file is used up.
  private func inflateSome() throws -> [UInt8] {
    let hasInput = try input.fill()
    var status: Int32 = 0
    let content = unsafe [UInt8](unsafeUninitializedCapacity: Self.contentChunkBytes) {
      target, used in
      unsafe input.bytes.withUnsafeBufferPointer { source in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress.map { unsafe $0 + input.next })
        unsafe stream.pointee.avail_in = UInt32(source.count - input.next)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(target.count)
        status = unsafe inflate(stream, Z_NO_FLUSH)
        used = unsafe target.count - Int(stream.pointee.avail_out)
      }
    }
    input.next = unsafe input.bytes.count - Int(stream.pointee.avail_in)
    switch status {
    case Z_OK: break
    case Z_STREAM_END: isInsideMember = false
    // Nothing came in and nothing out: more input would be needed.
    case Z_BUF_ERROR where !hasInput:
      throw failure(.truncated(contentBytes: contentBytes))
    case Z_BUF_ERROR: break
    case Z_MEM_ERROR: fatalError("out of memory")
    default:
      let text = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      throw failure(
        .corrupt(
          contentBytes: contentBytes + content.count, reason: "zlib: \(text ?? "code \(status)")"))
    }
    return content
  }
}
