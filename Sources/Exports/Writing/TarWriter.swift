/// Writes tar files (POSIX ustar) with fixed owners and times: equal contents give equal bytes.
struct TarWriter {
  private let file: ExportFile
  /// Most bytes of one member: eleven octal digits.
  static let memberBytesMax = (1 << 33) - 1

  init(file: ExportFile) {
    self.file = file
  }

  /// Adds a regular file; its name is ASCII of at most 100 bytes.
  func add(_ name: String, _ content: [UInt8]) throws {
    precondition(name.utf8.count <= 100)
    guard content.count <= Self.memberBytesMax else {
      throw ExportError.tooLarge(
        what: name, bytes: content.count, bytesMax: Self.memberBytesMax)
    }
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) {
      header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    put(name, at: 0)
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(Self.octal(content.count, digits: 11), at: 124)
    put("00000000000", at: 136)
    put("        ", at: 148)
    put("0", at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    let sum = header.reduce(0) { $0 + Int($1) }
    put(Self.octal(sum, digits: 6), at: 148)
    header[154] = 0
    let padding = (512 - content.count % 512) % 512
    try file.write(header + content + [UInt8](repeating: 0, count: padding))
  }

  /// Two empty blocks end the archive.
  func finish() throws {
    try file.write([UInt8](repeating: 0, count: 1024))
  }

  private static func octal(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
