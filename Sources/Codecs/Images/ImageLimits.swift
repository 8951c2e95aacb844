internal import Records

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

  /// Why an image of this size is not decoded; `nil` when it is.
  func rejection(width: Int, height: Int) -> Rejection? {
    guard max(width, height) <= sideMax else {
      let detail = "\(width)x\(height) pixels, expected sides of at most \(sideMax)"
      return Rejection(.imageTooLarge, detail)
    }
    guard width * height <= pixelsMax else {
      let detail = "\(width)x\(height) pixels, expected at most \(pixelsMax) in all"
      return Rejection(.imageTooLarge, detail)
    }
    guard min(width, height) >= sideMin else {
      let detail = "\(width)x\(height) pixels, expected sides of at least \(sideMin)"
      return Rejection(.imageTooSmall, detail)
    }
    return nil
  }
}
