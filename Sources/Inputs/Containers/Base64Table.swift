import Codecs
import Records

/// RegionCLIP's table of images: a name, a tab and the image in base64 on each line.
///
/// A file beside it with the ending `.lineidx` in place of `.tsv` has the offset of each line; with
/// it only the names are read, without it the whole table.
struct Base64Table {
  /// Most bytes of a name.
  static let nameBytesMax = 1024

  let path: String
  private let file: RandomAccessFile

  init(path: String) throws {
    self.path = path
    file = try InputFile.open(path)
  }

  /// Path of the table's line offsets.
  var indexPath: String {
    (path.hasSuffix(".tsv") ? String(path.dropLast(4)) : path) + ".lineidx"
  }

  /// Hands over each line's name and the place of its second column.
  ///
  /// - Returns: SHA-256 of names and places.
  /// - Throws: `InputError.malformed` for a line without a tab, or offsets that are not those of
  ///   this table's lines.
  func forEach(_ body: ([UInt8], Range<Int>) throws -> Void) throws -> SHA256Digest {
    var rows = Rows(path: path)
    if let starts = try lineStarts() {
      for (index, start) in starts.enumerated() {
        let end = index + 1 < starts.count ? starts[index + 1] - 1 : try lastEnd()
        if index == starts.count - 1 { try checkLast(start..<max(start, end), number: index + 1) }
        let before = start == 0 ? 0 : 1
        let count = min(max(0, end - start), Self.nameBytesMax + 1)
        let bytes = try file.read(count: before + count, at: start - before)
        guard before == 0 || bytes[0] == 0x0a else { throw badIndex(index, start) }
        try rows.add(start..<max(start, end), bytes.dropFirst(before), body)
      }
    } else {
      try readLines(&rows, body)
    }
    return rows.hasher.digest
  }

  /// The lines that were seen.
  private struct Rows {
    let path: String
    var hasher = SHA256Hasher()
    private var line = 0

    init(path: String) {
      self.path = path
    }

    /// Takes a line that begins with `head`.
    mutating func add(
      _ line: Range<Int>, _ head: ArraySlice<UInt8>, _ body: ([UInt8], Range<Int>) throws -> Void
    ) throws {
      self.line += 1
      guard !line.isEmpty else { return }
      guard let tab = head.firstIndex(of: 0x09), tab > head.startIndex else {
        throw InputError.malformed(
          path: path, line: self.line, column: 1,
          expected:
            "a name of at most \(Base64Table.nameBytesMax) bytes, a tab and an image in base64",
          found: "a line without it")
      }
      let name = Array(head[..<tab])
      let place = line.lowerBound + name.count + 1..<line.upperBound
      var record = ListEncoder()
      record.append(name)
      record.append(place.lowerBound)
      record.append(place.count)
      hasher.update(record.bytes[...])
      try body(name, place)
    }
  }

  /// Demands that no line follows the last one that is listed.
  private func checkLast(_ line: Range<Int>, number: Int) throws {
    var offset = line.lowerBound
    while offset < line.upperBound {
      let chunk = try file.read(count: min(1 << 20, line.upperBound - offset), at: offset)
      if let end = chunk.firstIndex(of: 0x0a) {
        throw InputError.malformed(
          path: indexPath, line: number + 1, column: 1,
          expected: "the offset of the line at byte \(offset + end + 1) of \(path)",
          found: "the end; it is of an older table")
      }
      offset += chunk.count
    }
  }

  private func lastEnd() throws -> Int {
    guard file.size > 0 else { return 0 }
    return try file.read(count: 1, at: file.size - 1) == [0x0a] ? file.size - 1 : file.size
  }

  private func badIndex(_ index: Int, _ start: Int) -> InputError {
    .malformed(
      path: indexPath, line: index + 1, column: 1,
      expected: "the offset of a line of \(path), ascending", found: "\(start)")
  }

  /// The offsets that the file beside the table lists; `nil` without such a file.
  private func lineStarts() throws -> [Int]? {
    guard InputStamp.facts(indexPath) != nil else { return nil }
    var stream: ByteStream
    do {
      stream = try ByteStream(path: indexPath)
    } catch InputError.empty {
      return file.size == 0 ? [] : nil
    }
    var starts: [Int] = []
    var bytes: [UInt8] = []
    while try stream.line(into: &bytes) != .end {
      guard !bytes.isEmpty else { continue }
      guard let start = Int(String(decoding: bytes, as: UTF8.self)), start < file.size,
        start > starts.last ?? -1
      else { throw badIndex(starts.count, Int(String(decoding: bytes, as: UTF8.self)) ?? -1) }
      starts.append(start)
    }
    guard starts.first ?? 0 == 0 else { throw badIndex(0, starts[0]) }
    return starts
  }

  private func readLines(
    _ rows: inout Rows, _ body: ([UInt8], Range<Int>) throws -> Void
  ) throws {
    var offset = 0
    var start = 0
    var head: [UInt8] = []
    while offset < file.size {
      let chunk = try file.read(count: min(1 << 20, file.size - offset), at: offset)
      var next = 0
      while next < chunk.count {
        let end = chunk[next...].firstIndex(of: 0x0a) ?? chunk.count
        let room = Self.nameBytesMax + 1 - head.count
        if room > 0 { head += chunk[next..<min(end, next + room)] }
        guard end < chunk.count else { break }
        try rows.add(start..<offset + end, head[...], body)
        head.removeAll(keepingCapacity: true)
        next = end + 1
        start = offset + next
      }
      offset += chunk.count
    }
    if start < file.size { try rows.add(start..<file.size, head[...], body) }
  }

  /// Bytes of an image in base64, up to a further tab or a carriage return; `nil` for other text.
  static func decoded(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var held = 0
    var padding = 0
    loop: for sign in text {
      let value: UInt8
      switch sign {
      case 0x41...0x5a: value = sign - 0x41
      case 0x61...0x7a: value = sign - 0x61 + 26
      case 0x30...0x39: value = sign - 0x30 + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="):
        padding += 1
        continue
      case 0x09, 0x0d: break loop
      default: return nil
      }
      guard padding == 0 else { return nil }
      bits = bits << 6 | UInt32(value)
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
      }
    }
    // A lone sign holds no byte, and three of padding close nothing.
    guard held < 6, padding <= 2, bits & (1 << UInt32(held) - 1) == 0 else { return nil }
    return bytes
  }
}
