/// The name of an image inside a data set: its path relative to the image root, as bytes.
///
/// Bytes and not `String`, because Swift compares strings by canonical equivalence: `"é.jpg"` spelt
/// with one scalar and with two are equal strings, but two different files.
public struct ImageKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// UTF-8 as the user gave it; at most 1,024 bytes are accepted by the shard format.
  public let bytes: [UInt8]

  /// Creates a key from the bytes of a relative path.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Creates a key from the UTF-8 bytes of `text`.
  public init(_ text: String) {
    self.bytes = Array(text.utf8)
  }

  /// The key as text for people; invalid UTF-8 is shown with replacement characters.
  public var description: String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Orders keys by their bytes, the order of the plan.
  public static func < (left: ImageKey, right: ImageKey) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
