internal import CJPEG
public import Records

/// Encodes baseline JPEG files, for thumbnails.
public enum JPEGEncoder {
  /// Longest side that the format takes.
  public static let sideMax = 65_500

  /// Encodes `image` at `quality` in 1...100; equal pixels give equal bytes.
  public static func encode(_ image: PixelImage, quality: Int) -> [UInt8] {
    precondition(max(image.width, image.height) <= sideMax, "JPEG sides end at \(sideMax)")
    precondition((1...100).contains(quality))
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = unsafe image.rgb.withUnsafeBufferPointer { rgb in
      unsafe cjpeg_encode(
        rgb.baseAddress, UInt32(image.width), UInt32(image.height), Int32(quality), &bytes, &count)
    }
    guard status == 0, let encoded = unsafe bytes else { fatalError("out of memory") }
    defer { unsafe cjpeg_free(encoded) }
    return unsafe Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}
