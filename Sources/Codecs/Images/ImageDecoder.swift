public import Records

/// Turns an encoded image file into pixels, or says why it cannot.
public enum ImageDecoder {
  /// Decodes `bytes`.
  ///
  /// The file's first bytes decide what it is, not its name. Orientation tags (EXIF) are not
  /// applied, as in Pillow's `Image.open` and in the boxes of COCO and LVIS. Rejections are
  /// `empty_file`, `unsupported_format`, `corrupt_image`, `image_too_large` and `image_too_small`.
  public static func decode(
    _ bytes: [UInt8], limits: ImageLimits = .standard
  ) -> Result<PixelImage, Rejection> {
    guard !bytes.isEmpty else { return .failure(Rejection(.emptyFile, "0 bytes")) }
    switch ImageFormat(signatureOf: bytes) {
    case .jpeg:
      return JPEGDecoder.decode(bytes, limits: limits)
    case .some(let format):
      let detail = "expected JPEG, found \(format.rawValue)"
      return .failure(Rejection(.unsupportedFormat, detail))
    case .none:
      let start = Array(bytes.prefix(8)).lowercaseHex
      let detail = "expected JPEG, found a file that starts with 0x\(start)"
      return .failure(Rejection(.unsupportedFormat, detail))
    }
  }
}
