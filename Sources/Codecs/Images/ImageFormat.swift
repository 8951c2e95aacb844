/// What a file is by its first bytes, whatever its name says.
public enum ImageFormat: String, Hashable, Sendable {
  /// The formats that are decoded.
  case jpeg = "JPEG"
  case png = "PNG"
  /// Formats that are recognised in order to be named in the rejection.
  case gif = "GIF"
  case webp = "WebP"
  case avif = "AVIF or HEIC"
  case bmp = "BMP"
  case tiff = "TIFF"
  case markup = "HTML, SVG or other markup"
  case json = "JSON"
  case pdf = "PDF"
  case zip = "zip archive"
  case gzip = "gzip archive"
  case zstd = "zstd archive"

  /// Recognises `bytes` by their signature; `nil` when none fits.
  public init?(signatureOf bytes: [UInt8]) {
    let head = Array(bytes.prefix(16))
    func starts(_ text: String, at offset: Int = 0) -> Bool {
      head.dropFirst(offset).starts(with: text.utf8)
    }
    func starts(_ signature: [UInt8]) -> Bool { head.starts(with: signature) }
    if starts([0xFF, 0xD8]) {
      self = .jpeg
    } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if starts("GIF87a") || starts("GIF89a") {
      self = .gif
    } else if starts("RIFF") && starts("WEBP", at: 8) {
      self = .webp
    } else if starts("ftyp", at: 4) {
      self = .avif
    } else if starts("BM") {
      self = .bmp
    } else if starts([0x49, 0x49, 0x2A, 0x00]) || starts([0x4D, 0x4D, 0x00, 0x2A]) {
      self = .tiff
    } else if starts("%PDF") {
      self = .pdf
    } else if starts([0x50, 0x4B, 0x03, 0x04]) {
      self = .zip
    } else if starts([0x1F, 0x8B]) {
      self = .gzip
    } else if starts([0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if let format = Self.text(bytes) {
      self = format
    } else {
      return nil
    }
  }

  private static func text(_ bytes: [UInt8]) -> ImageFormat? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    switch body.prefix(64).first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
    case UInt8(ascii: "<"): return .markup
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
    default: return nil
    }
  }
}
