/// Why a compressed file cannot be read.
public struct CompressedFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, with the facts.
  public enum Problem: Hashable, Sendable {
    /// The file is of another kind; its first bytes, in hexadecimal.
    case otherFormat(expected: String, start: String)
    /// The file ends in the middle; how much content came out of it.
    case truncated(contentBytes: Int)
    /// The bytes are not a valid stream, or a checksum is wrong; the library's own words.
    case corrupt(contentBytes: Int, reason: String)
    /// Something that is not compressed follows the content, at a byte of the file.
    case trailingBytes(offset: Int)
    /// There is more content than is accepted.
    case tooLarge(contentBytesMax: Int)
  }

  /// The file.
  public let path: String
  /// What is wrong with it.
  public let problem: Problem

  /// Creates an error.
  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// One line: what, where, expected, found, what to do.
  public var description: String {
    switch problem {
    case .otherFormat(let expected, let start):
      let found = start.isEmpty ? "an empty file" : "a file that starts with 0x\(start)"
      return "\(path): expected \(expected), found \(found); is its name right?"
    case .truncated(let bytes):
      return "\(path): ends early, after \(bytes) bytes of content; copy it again"
    case .corrupt(let bytes, let reason):
      return "\(path): damaged after \(bytes) bytes of content (\(reason)); copy it again"
    case .trailingBytes(let offset):
      return "\(path): expected the end or more compressed data at byte \(offset), found neither; "
        + "copy it again"
    case .tooLarge(let limit):
      return "\(path): unpacks to more than \(limit) bytes, which is the most that is accepted here"
    }
  }
}
