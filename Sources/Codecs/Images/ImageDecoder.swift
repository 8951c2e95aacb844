public import Records

/// Turns an encoded image file into pixels, or says why it cannot.
public enum ImageDecoder {
  /// Decodes `bytes`.
  ///
  /// The file's first bytes decide what it is, not its name. Orientation tags (EXIF) are not
  /// applied unless asked for, as in Pillow's `Image.open` and in the boxes of COCO and LVIS.
  /// Rejections are `empty_file`, `unsupported_format`, `corrupt_image`, `image_too_large` and
  /// `image_too_small`.
  public static func decode(
    _ bytes: [UInt8], limits: ImageLimits = .standard, orientation: OrientationRule = .ignore
  ) -> Result<PixelImage, Rejection> {
    decodeWithTag(bytes, limits: limits, orientation: orientation).map(\.image)
  }

  /// Decodes `bytes` and says how the stored picture has to be turned, whether it was or not.
  public static func decodeWithTag(
    _ bytes: [UInt8], limits: ImageLimits = .standard, orientation: OrientationRule
  ) -> Result<(image: PixelImage, tag: ImageOrientation), Rejection> {
    guard !bytes.isEmpty else { return .failure(Rejection(.emptyFile, "0 bytes")) }
    switch ImageFormat(signatureOf: bytes) {
    case .jpeg:
      return upright(JPEGDecoder.decodeWithOrientation(bytes, limits: limits), orientation)
    case .png:
      return upright(PNGDecoder.decodeWithOrientation(bytes, limits: limits), orientation)
    case .some(let format):
      let detail = "expected JPEG or PNG, found \(format.rawValue)"
      return .failure(Rejection(.unsupportedFormat, detail))
    case .none:
      let start = Array(bytes.prefix(8)).lowercaseHex
      let detail = "expected JPEG or PNG, found a file that starts with 0x\(start)"
      return .failure(Rejection(.unsupportedFormat, detail))
    }
  }

  private static func upright(
    _ decoded: Result<(image: PixelImage, orientation: ImageOrientation), Rejection>,
    _ rule: OrientationRule
  ) -> Result<(image: PixelImage, tag: ImageOrientation), Rejection> {
    decoded.map {
      (rule == .apply ? $0.image.upright(from: $0.orientation) : $0.image, $0.orientation)
    }
  }
}
