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

  /// Creates an error.
  public init(path: String, key: String, expected: String, found: String) {
    self.path = path
    self.key = key
    self.expected = expected
    self.found = found
  }

  /// One line: where, expected, found.
  public var description: String {
    "\(path)\(key.isEmpty ? "" : ", `\(key)`"): expected \(expected), found \(found)"
  }
}
