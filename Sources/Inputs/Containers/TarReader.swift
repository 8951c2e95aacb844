/// The members of a tar archive, one after the other; dialects v7, ustar, pax and GNU.
///
/// Names longer than the header come from pax `path` records or GNU `L` members, sizes beyond 8 GiB
/// from pax `size` or base-256 fields. Every header's checksum is held to its bytes. Sparse members
/// are refused, since their bytes are not those of a file.
struct TarReader<Bytes: ArchiveBytes> {
  /// A member as its header tells.
  struct Member {
    /// Its name without a leading `./`; bytes, never a path to be opened.
    var name: [UInt8]
    /// Bytes of its content.
    var size: Int
    /// Offset of its content.
    var offset: Int
    /// Whether it is a regular file.
    var isFile: Bool
    /// Whether it is a symbolic or a hard link.
    var isLink: Bool
  }

  private static var block: Int { 512 }
  /// Most bytes of a long name or of a pax header.
  private static var extraMax: Int { 1 << 20 }

  let path: String
  private(set) var bytes: Bytes
  /// Bytes of the current member that were not taken, with its padding.
  private var left = 0
  private var hasEnded = false

  init(_ bytes: Bytes, path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// The next member; `nil` behind the last.
  ///
  /// - Throws: `InputError.badArchive` for a header that is none, a size that leads out of the
  ///   archive, and an archive without its end.
  mutating func next() throws -> Member? {
    guard !hasEnded else { return nil }
    var longName: [UInt8]?
    var pax: [String: [UInt8]] = [:]
    while true {
      try passOver()
      let place = bytes.offset
      let header = try bytes.read(Self.block)
      guard header.count == Self.block else {
        throw bad(place, "a header or the two blocks of zeros that end an archive", cut(header))
      }
      if header.allSatisfy({ $0 == 0 }) {
        hasEnded = true
        return nil
      }
      try check(header, at: place)
      let size =
        try pax["size"].map { try decimal($0, at: place) } ?? number(header, 124, 12, place)
      let type = header[156]
      switch type {
      case UInt8(ascii: "L"): longName = Array(try extra(size, at: place).prefix { $0 != 0 })
      case UInt8(ascii: "K"): _ = try extra(size, at: place)
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        pax = try records(extra(number(header, 124, 12, place), at: place), at: place)
      case UInt8(ascii: "g"): _ = try extra(size, at: place)
      default:
        guard type != UInt8(ascii: "S"), !pax.keys.contains(where: { $0.hasPrefix("GNU.sparse") })
        else { throw bad(place, "a member that is stored as it is", "a sparse one") }
        let isFile = type == 0 || type == UInt8(ascii: "0") || type == UInt8(ascii: "7")
        let hasContent = isFile || !(UInt8(ascii: "1")...UInt8(ascii: "6")).contains(type)
        let content = hasContent ? size : 0
        left = content + (Self.block - content % Self.block) % Self.block
        var name = pax["path"] ?? longName ?? Self.name(header)
        if name.starts(with: [0x2e, 0x2f]) { name.removeFirst(2) }
        let isFolder = name.last == UInt8(ascii: "/")
        return Member(
          name: name, size: content, offset: bytes.offset, isFile: isFile && !isFolder,
          isLink: type == UInt8(ascii: "1") || type == UInt8(ascii: "2"))
      }
    }
  }

  /// Takes the content of the member that `next` gave last.
  mutating func content(of member: Member) throws -> [UInt8] {
    let content = try bytes.read(member.size)
    guard content.count == member.size else { throw short(member.offset, member.size, content) }
    left -= content.count
    return content
  }

  private mutating func passOver() throws {
    let start = bytes.offset
    guard left > 0 else { return }
    guard try bytes.skip(left) else {
      throw bad(start, "a member's \(left) bytes", "the end of the archive")
    }
    left = 0
  }

  private mutating func extra(_ size: Int, at place: Int) throws -> [UInt8] {
    guard size <= Self.extraMax else {
      throw bad(place, "a name of at most \(Self.extraMax) bytes", "one of \(size)")
    }
    let content = try bytes.read(size)
    guard content.count == size else { throw short(place + Self.block, size, content) }
    left = (Self.block - size % Self.block) % Self.block
    return content
  }

  private func check(_ header: [UInt8], at place: Int) throws {
    if place == 0,
      header.starts(with: [0x1f, 0x8b]) || header.starts(with: [0x28, 0xb5, 0x2f, 0xfd])
    {
      throw bad(
        0, "a plain tar archive",
        "a packed one, which cannot be read at any place; unpack it, or name it as "
          + "'pipe:zcat \(path)'")
    }
    let stored = try number(header, 148, 8, place)
    var sum = 8 * 0x20
    var signed = sum
    for (index, byte) in header.enumerated() where !(148..<156).contains(index) {
      sum += Int(byte)
      signed += Int(Int8(bitPattern: byte))
    }
    guard stored == sum || stored == signed else {
      throw bad(place, "a tar header with checksum \(sum)", "checksum \(stored)")
    }
  }

  /// A numeric field: octal digits, or base 256 behind a byte 0x80.
  private func number(_ header: [UInt8], _ start: Int, _ count: Int, _ place: Int) throws -> Int {
    let field = header[start..<start + count]
    if field.first == 0x80 {
      var value = 0
      for byte in field.dropFirst() {
        guard value < 1 << 47 else { throw bad(place + start, "a size", "one beyond 2^55") }
        value = value << 8 | Int(byte)
      }
      return value
    }
    let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
    guard let value = Int(String(decoding: digits, as: UTF8.self), radix: 8), value >= 0 else {
      guard digits.isEmpty else { throw bad(place + start, "octal digits", "other bytes") }
      return 0
    }
    return value
  }

  private func decimal(_ digits: [UInt8], at place: Int) throws -> Int {
    guard let value = Int(String(decoding: digits, as: UTF8.self)), value >= 0, value < 1 << 55
    else { throw bad(place, "a pax size of decimal digits", "other bytes") }
    return value
  }

  /// Pax records `length key=value\n`.
  private func records(_ content: [UInt8], at place: Int) throws -> [String: [UInt8]] {
    var records: [String: [UInt8]] = [:]
    var rest = content[...]
    while let first = rest.first, first != 0 {
      let digits = rest.prefix { $0 != 0x20 }
      guard let length = Int(String(decoding: digits, as: UTF8.self)), length <= rest.count,
        length > digits.count + 1, rest[rest.startIndex + length - 1] == 0x0a,
        let equals = rest.prefix(length).firstIndex(of: UInt8(ascii: "="))
      else { throw bad(place, "pax records", "other bytes") }
      let key = String(decoding: rest[(digits.endIndex + 1)..<equals], as: UTF8.self)
      records[key] = Array(rest[(equals + 1)..<(rest.startIndex + length - 1)])
      rest = rest.dropFirst(length)
    }
    return records
  }

  private static func name(_ header: [UInt8]) -> [UInt8] {
    let name = Array(header[0..<100].prefix { $0 != 0 })
    // GNU writes "ustar " and uses the prefix's place for times.
    guard header[257..<263].elementsEqual(Array("ustar\0".utf8)) else { return name }
    let prefix = Array(header[345..<500].prefix { $0 != 0 })
    return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
  }

  private func short(_ place: Int, _ expected: Int, _ found: [UInt8]) -> InputError {
    bad(place, "\(expected) bytes of a member", "\(found.count) and the end of the archive")
  }

  private func cut(_ header: [UInt8]) -> String {
    header.isEmpty
      ? "the end of the file; was it written to its end?"
      : "the last \(header.count) bytes of the file"
  }

  private func bad(_ offset: Int, _ expected: String, _ found: String) -> InputError {
    .badArchive(path: path, offset: offset, expected: expected, found: found)
  }
}
