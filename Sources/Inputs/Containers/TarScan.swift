import Codecs
import Records

/// Goes through an archive's members once: names and places of all, contents of the texts.
enum TarScan {
  /// Most bytes of a text.
  static let textBytesMax = 16 << 20

  /// Most bytes that may follow the end of an archive in a stream.
  private static let behindMax = 64 << 20

  /// Bytes of an archive, of a file or of a command's output.
  static func bytes(_ path: String, check: @escaping () throws -> Void) throws -> any ArchiveBytes {
    guard !InputStream.isStream(path) else {
      return StreamArchive(try FileBytes(path: path, check: check))
    }
    return FileArchive(try InputFile.open(path))
  }

  /// Hands over the regular files in their order, and tells of each link; `text` gives the content of those that
  /// `wantsText` names, `nil` for one above `textBytesMax`.
  ///
  /// - Returns: SHA-256 of names, places and texts.
  static func scan(
    _ path: String, wantsText: ([UInt8]) -> Bool = TarSamples.isText,
    check: @escaping () throws -> Void = {}, link: () -> Void = {},
    _ body: (_ name: [UInt8], _ location: Range<Int>, _ text: [UInt8]?) throws -> Void
  ) throws -> SHA256Digest {
    try scan(bytes(path, check: check), path, wantsText, check, link, body)
  }

  private static func scan<Bytes: ArchiveBytes>(
    _ bytes: Bytes, _ path: String, _ wantsText: ([UInt8]) -> Bool,
    _ check: () throws -> Void, _ link: () -> Void,
    _ body: (_ name: [UInt8], _ location: Range<Int>, _ text: [UInt8]?) throws -> Void
  ) throws -> SHA256Digest {
    var reader = TarReader(bytes, path: path)
    var hasher = SHA256Hasher()
    while let member = try reader.next() {
      try check()
      var record = ListEncoder()
      record.append(member.name)
      record.append(member.offset)
      record.append(member.size)
      hasher.update(record.bytes[...])
      if member.isLink { link() }
      guard member.isFile else { continue }
      var text: [UInt8]?
      if wantsText(member.name), member.size <= textBytesMax {
        let content = try reader.content(of: member)
        hasher.update(content[...])
        text = content
      }
      try body(member.name, member.offset..<member.offset + member.size, text)
    }
    if var stream = reader.bytes as? StreamArchive, try !stream.drain(bytesMax: behindMax) {
      throw InputError.badArchive(
        path: path, offset: stream.offset, expected: "the end of the archive's stream",
        found: "more than \(behindMax) bytes behind the archive's end")
    }
    return hasher.digest
  }

  /// The digest of an archive on disk.
  static func digest(
    ofArchive path: String, check: @escaping () throws -> Void
  ) throws -> SHA256Digest {
    try scan(path, check: check) { _, _, _ in }
  }
}
