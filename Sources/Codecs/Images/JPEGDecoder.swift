internal import CJPEG
public import Records

/// Decodes baseline and progressive JPEG files with libjpeg, pixel for pixel as Pillow does.
///
/// Grey files give equal channels; CMYK and YCCK files are taken as inverted (Adobe's convention) and
/// converted without a colour profile. A warning of libjpeg rejects the image when pixels had to be
/// made up: the file ends early, a Huffman code is invalid, a restart marker is missing, a progressive
/// scan contradicts an earlier one. Warnings about metadata only (junk between segments, an unknown
/// Adobe transform, a JFIF version, a broken ICC profile, rows beyond the height) are ignored.
public enum JPEGDecoder {
  /// Decodes `bytes`; limits are checked from the header, before pixels are allocated.
  public static func decode(
    _ bytes: [UInt8], limits: ImageLimits = .standard
  ) -> Result<PixelImage, Rejection> {
    decodeWithOrientation(bytes, limits: limits).map(\.image)
  }

  /// Decodes `bytes`, and reads what EXIF says of the picture's orientation.
  static func decodeWithOrientation(
    _ bytes: [UInt8], limits: ImageLimits
  ) -> Result<(image: PixelImage, orientation: ImageOrientation), Rejection> {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      let opened = unsafe cjpeg_open(buffer.baseAddress, buffer.count, Int32(limits.scansMax))
      guard let decoder = unsafe opened else { fatalError("out of memory") }
      defer { unsafe cjpeg_close(decoder) }
      if let rejection = unsafe rejection(cjpeg_status(decoder), of: decoder, limits: limits) {
        return .failure(rejection)
      }
      let header = unsafe cjpeg_get_header(decoder)
      if let rejection = check(header, limits: limits) { return .failure(rejection) }
      // Asked for first: the library frees the segments when it has read the pixels.
      let orientation = unsafe ImageOrientation(tiff: exif(of: decoder))
      return unsafe readPixels(of: decoder, header: header, limits: limits)
        .map { ($0, orientation) }
    }
  }

  /// The contents of the EXIF segments, one after the other as Pillow has them.
  private static func exif(of decoder: OpaquePointer) -> [UInt8] {
    var exif: [UInt8] = []
    var index: Int32 = 0
    var count = 0
    while let segment = unsafe cjpeg_exif(decoder, index, &count) {
      unsafe exif += UnsafeBufferPointer(start: segment, count: count)
      index += 1
    }
    return exif
  }

  private static func readPixels(
    of decoder: OpaquePointer, header: cjpeg_header, limits: ImageLimits
  ) -> Result<PixelImage, Rejection> {
    let width = Int(header.width)
    let height = Int(header.height)
    let count = width * height * Int(header.components)
    var status: Int32 = 0
    let samples = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, used in
      status = unsafe cjpeg_read(decoder, target.baseAddress, target.count)
      used = status == 0 ? count : 0
    }
    if let rejection = unsafe rejection(status, of: decoder, limits: limits) {
      return .failure(rejection)
    }
    let report = unsafe cjpeg_get_report(decoder).pointee
    guard report.pixel_warnings == 0 else {
      return .failure(Rejection(.corruptImage, message(of: report)))
    }
    let rgb = header.components == 4 ? rgbFromInvertedCMYK(samples) : samples
    return .success(PixelImage(width: width, height: height, rgb: rgb))
  }

  private static func check(_ header: cjpeg_header, limits: ImageLimits) -> Rejection? {
    guard header.components != 0 else {
      let detail = "expected 1, 3 or 4 colour components, found \(header.file_components)"
      return Rejection(.unsupportedFormat, detail)
    }
    return limits.rejection(width: Int(header.width), height: Int(header.height))
  }

  private static func rejection(
    _ status: Int32, of decoder: OpaquePointer, limits: ImageLimits
  ) -> Rejection? {
    let text = unsafe message(of: cjpeg_get_report(decoder).pointee)
    switch Int(status) {
    case Int(CJPEG_OK): return nil
    case Int(CJPEG_UNSUPPORTED): return Rejection(.unsupportedFormat, text)
    case Int(CJPEG_TOO_LARGE): return Rejection(.imageTooLarge, text)
    case Int(CJPEG_TOO_MANY_SCANS):
      return Rejection(.corruptImage, "more than \(limits.scansMax) progressive scans")
    case Int(CJPEG_NO_MEMORY): fatalError("out of memory")
    default: return Rejection(.corruptImage, text)
    }
  }

  private static func message(of report: cjpeg_report) -> String {
    unsafe withUnsafeBytes(of: report.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// `[n, 4]` inverted CMYK to `[n, 3]` RGB: each colour is `k - (255 - c) * k / 255`, rounded.
  ///
  /// `c` and `k` are the stored, inverted values; the rounding is the one of Pillow's `convert`.
  private static func rgbFromInvertedCMYK(_ samples: [UInt8]) -> [UInt8] {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(samples.count / 4 * 3)
    for pixel in stride(from: 0, to: samples.count, by: 4) {
      let light = Int(samples[pixel + 3])
      for channel in 0..<3 {
        let product = (255 - Int(samples[pixel + channel])) * light + 128
        rgb.append(UInt8(max(0, light - (product + product >> 8) >> 8)))
      }
    }
    return rgb
  }
}
