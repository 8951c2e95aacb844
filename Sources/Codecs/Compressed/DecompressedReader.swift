/// Reads what a compressed file holds, a chunk at a time, in memory that the file cannot choose.
///
/// A reader is used by one thread at a time.
public protocol DecompressedReader: AnyObject {
  /// The next bytes of the content, at least one; empty at the end.
  ///
  /// - Throws: `FileError` when the file cannot be read, `CompressedFileError` when it is not what it
  ///   should be. The end is only reached when every checksum was right.
  func read() throws -> [UInt8]
}

extension DecompressedReader {
  /// The rest of the content at once; for files whose bound is small.
  public func readAll() throws -> [UInt8] {
    var content: [UInt8] = []
    while case let chunk = try read(), !chunk.isEmpty { content += chunk }
    return content
  }
}
