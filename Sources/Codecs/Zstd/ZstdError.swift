/// Why bytes are not the zstd frame that was promised.
public enum ZstdError: Error, Hashable, Sendable, CustomStringConvertible {
  /// libzstd refused, with its own words.
  case library(String)
  /// The bytes do not start with the header of a data frame.
  case notAFrame
  /// A property of the frame differs from what is expected.
  case unexpected(property: String, expected: String, found: String)

  /// One line for people.
  public var description: String {
    switch self {
    case .library(let text): "libzstd: \(text)"
    case .notAFrame: "expected a zstd frame, found other bytes"
    case .unexpected(let property, let expected, let found):
      "zstd frame: expected \(property) \(expected), found \(found)"
    }
  }
}
