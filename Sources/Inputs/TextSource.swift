/// A text file that is read whole, such as a list of names.
public struct TextSource: Hashable, Sendable {
  /// The file, plain or packed with gzip or zstd.
  public let path: String

  /// Creates a source.
  public init(path: String) {
    self.path = path
  }

  /// Reads the text without a byte order mark; an empty file is an empty text.
  ///
  /// - Throws: `InputError.missing` or `.unreadable`, the latter also for more than `bytesMax` bytes;
  ///   `.malformed` with the place of the first byte that is not UTF-8.
  public func read(bytesMax: Int) throws -> String {
    var stream: ByteStream
    do {
      stream = try ByteStream(path: path)
    } catch InputError.empty {
      return ""
    }
    var bytes: [UInt8] = []
    try stream.take(into: &bytes, bytesMax: bytesMax + 1) { _ in true }
    guard bytes.count <= bytesMax else {
      throw InputError.unreadable(path: path, reason: "more than \(bytesMax) bytes of text")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Self.fault(in: bytes, stream)
    }
    return text
  }

  private static func fault(in bytes: [UInt8], _ stream: ByteStream) -> InputError {
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated()
    where String(validating: line, as: UTF8.self) == nil {
      return stream.notText(line, at: ByteStream.Position(line: index + 1, column: 1))
    }
    preconditionFailure("text of valid lines is valid")
  }
}
