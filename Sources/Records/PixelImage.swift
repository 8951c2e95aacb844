/// A decoded image: 8-bit RGB, row by row, without padding.
public struct PixelImage: Hashable, Sendable {
  /// Width in pixels, at least 1.
  public let width: Int
  /// Height in pixels, at least 1.
  public let height: Int
  /// `[height, width, 3]` bytes.
  public var rgb: [UInt8]

  /// Creates an image; `rgb` must hold `width * height * 3` bytes.
  public init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(width > 0 && height > 0 && rgb.count == width * height * 3)
    self.width = width
    self.height = height
    self.rgb = rgb
  }
}
