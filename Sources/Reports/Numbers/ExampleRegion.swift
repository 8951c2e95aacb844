/// A region that illustrates a number.
public struct ExampleRegion: Codable, Hashable, Sendable {
  /// The image's key as text.
  public var key: String
  /// The region's place in the image's record.
  public var region: Int
  /// Its box in pixels of the original image: x1, y1, x2, y2.
  public var box: [Float]
}
