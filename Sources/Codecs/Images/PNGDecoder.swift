internal import CPNG
public import Records

/// Decodes PNG files with libpng, pixel for pixel as Pillow's `Image.open(path).convert("RGB")`.
///
/// That means (Pillow 13): alpha and transparent colours are dropped, not blended with anything;
/// gamma, ICC profiles and texts are not looked at; 16-bit colour keeps its upper byte, but 16-bit
/// grey is cut at 255, so that most such files are nearly white, for Pillow as for us; the first
/// picture of an animation counts. Other than Pillow, which does not read that far, a file that ends
/// before its IEND chunk or has a wrong checksum over its pixels is rejected.
public enum PNGDecoder {
  /// Decodes `bytes`; limits are checked from the header, before pixels are allocated.
  public static func decode(
    _ bytes: [UInt8], limits: ImageLimits = .standard
  ) -> Result<PixelImage, Rejection> {
    decodeWithOrientation(bytes, limits: limits).map(\.image)
  }

  /// Decodes `bytes`, and reads what the eXIf chunk says of the picture's orientation.
  static func decodeWithOrientation(
    _ bytes: [UInt8], limits: ImageLimits
  ) -> Result<(image: PixelImage, orientation: ImageOrientation), Rejection> {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let decoder = unsafe cpng_open(buffer.baseAddress, buffer.count) else {
        fatalError("out of memory")
      }
      defer { unsafe cpng_close(decoder) }
      if let rejection = unsafe rejection(cpng_status(decoder), of: decoder) {
        return .failure(rejection)
      }
      let header = unsafe cpng_get_header(decoder)
      let (width, height) = (Int(header.width), Int(header.height))
      if let rejection = limits.rejection(width: width, height: height) {
        return .failure(rejection)
      }
      let count = width * height * Int(header.components * header.component_bytes)
      var status: Int32 = 0
      let samples = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, used in
        // The passes of an interlaced picture are laid over each other.
        unsafe target.initialize(repeating: 0)
        status = unsafe cpng_read(decoder, target.baseAddress, target.count)
        used = status == CPNG_OK ? count : 0
      }
      if let rejection = unsafe rejection(status, of: decoder) { return .failure(rejection) }
      let image = PixelImage(width: width, height: height, rgb: rgb(samples, header))
      return .success((image, unsafe orientation(of: decoder)))
    }
  }

  private static func orientation(of decoder: OpaquePointer) -> ImageOrientation {
    var count = 0
    let exif = unsafe cpng_exif(decoder, &count)
    return ImageOrientation(tiff: unsafe Array(UnsafeBufferPointer(start: exif, count: count)))
  }

  private static func rejection(_ status: Int32, of decoder: OpaquePointer) -> Rejection? {
    switch Int(status) {
    case Int(CPNG_OK): nil
    case Int(CPNG_NO_MEMORY): fatalError("out of memory")
    default: Rejection(.corruptImage, unsafe String(cString: cpng_message(decoder)))
    }
  }

  /// Samples as libpng delivers them to `[n, 3]` RGB.
  private static func rgb(_ samples: [UInt8], _ header: cpng_header) -> [UInt8] {
    if header.components == 3 { return samples }
    if header.component_bytes == 2 {
      let pairs = stride(from: 0, to: samples.count, by: 2)
      return triples(pairs.map { samples[$0] == 0 ? samples[$0 + 1] : 255 }, colors: grays(8))
    }
    guard header.palette_count > 0 else {
      return triples(samples, colors: grays(min(8, Int(header.bit_depth))))
    }
    // Where an index has no entry, black shows.
    var colors = [UInt8](repeating: 0, count: 256 * 3)
    unsafe withUnsafeBytes(of: header.palette) { palette in
      for entry in 0..<3 * Int(header.palette_count) { colors[entry] = unsafe palette[entry] }
    }
    return triples(samples, colors: colors)
  }

  /// `[256, 3]` colours of grey samples of 1, 2, 4 or 8 bits.
  private static func grays(_ bits: Int) -> [UInt8] {
    let scale = 255 / ((1 << bits) - 1)
    return (0..<256).flatMap { [UInt8](repeating: UInt8(min($0 * scale, 255)), count: 3) }
  }

  private static func triples(_ indexes: [UInt8], colors: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: indexes.count * 3) { target, used in
      for (pixel, index) in indexes.enumerated() {
        for channel in 0..<3 {
          unsafe target[3 * pixel + channel] = colors[3 * Int(index) + channel]
        }
      }
      used = indexes.count * 3
    }
  }
}
