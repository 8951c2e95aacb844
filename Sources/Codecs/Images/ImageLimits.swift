/// What a decoder accepts, checked from the header before pixels are allocated.
public struct ImageLimits: Hashable, Sendable {
  /// Most pixels, `width * height`.
  public var pixelsMax: Int
  /// Longest side in pixels.
  public var sideMax: Int
  /// Shortest side in pixels.
  public var sideMin: Int
  /// Most passes over the image that a progressive file may ask for.
  public var scansMax: Int

  /// Creates limits; by default 64 Mpx, sides of 1 to 30,000 pixels and 200 scans.
  public init(
    pixelsMax: Int = 64 << 20, sideMax: Int = 30_000, sideMin: Int = 1, scansMax: Int = 200
  ) {
    self.pixelsMax = pixelsMax
    self.sideMax = sideMax
    self.sideMin = sideMin
    self.scansMax = scansMax
  }

  /// The defaults.
  public static let standard = ImageLimits()
}
