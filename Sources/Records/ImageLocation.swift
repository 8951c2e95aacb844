/// Where an image lies when it is no file of its own: bytes of an archive or of a table.
public struct ImageLocation: Hashable, Sendable {
  /// Which of the list's containers, counted from 0.
  public var container: Int
  /// Offset of its first byte in the container.
  public var offset: Int
  /// Bytes that it takes there, as they are stored.
  public var bytes: Int

  /// Creates a location.
  public init(container: Int, offset: Int, bytes: Int) {
    self.container = container
    self.offset = offset
    self.bytes = bytes
  }
}
