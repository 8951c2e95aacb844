internal import Codecs

/// A model's configuration file that cannot be used.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The key, empty where the file as a whole is meant.
  public let key: String
  /// What would be right.
  public let expected: String
  /// What is there.
  public let found: String
  /// Whether the file is not there or cannot be read, rather than wrong.
  public let isUnreadable: Bool

  /// Creates an error.
  public init(path: String, key: String, expected: String, found: String) {
    self.path = path
    self.key = key
    self.expected = expected
    self.found = found
    isUnreadable = false
  }

  /// Creates the error of a file that cannot be read.
  init(unreadable path: String, _ error: FileError) {
    self.path = path
    key = ""
    expected = "a readable file in the model's folder"
    switch error {
    case .call(_, _, let system, _): found = "\(system)"
    case .notRegular(_, let kind): found = "a \(kind.rawValue)"
    case .tooLarge(_, let bytes, let bytesMax): found = "\(bytes) bytes, more than \(bytesMax)"
    default: found = "\(error)"
    }
    isUnreadable = true
  }

  /// One line: where, expected, found.
  public var description: String {
    "\(path)\(key.isEmpty ? "" : ", `\(key)`"): expected \(expected), found \(found)"
  }
}
