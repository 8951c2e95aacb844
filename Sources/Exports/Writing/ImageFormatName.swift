/// The extension by which decoders know an image, told from its first bytes.
enum ImageFormatName {
  /// `jpg` or `png`; `img` for anything else.
  static func suffix(of bytes: [UInt8]) -> String {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpg" }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "png" }
    return "img"
  }
}
