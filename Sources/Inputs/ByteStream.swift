import Foundation

/// The bytes of a file, a chunk at a time, with their position: the one place that reads files.
///
/// Memory is bounded by one chunk, whatever the size of the file. A UTF-8 byte order mark at the
/// start is skipped; UTF-16 and UTF-32 are refused by name.
struct ByteStream {
  /// Bytes read at a time.
  static let chunkBytes = 1 << 20

  /// The file's path, for error messages.
  let path: String
  private let handle: FileHandle?
  private var chunk: [UInt8]
  private var next = 0
  /// Bytes in earlier chunks.
  private var base = 0
  private var line = 1
  /// Offset of the first byte of the current line.
  private var lineStart = 0

  /// Opens a file.
  ///
  /// - Throws: `InputError.missing`, `.unreadable`, `.empty`, or `.malformed` for UTF-16.
  init(path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw InputError.missing(path: path)
    }
    guard !FileManager.default.fileExists(atPath: path + "/.") else {
      throw InputError.unreadable(path: path, reason: "it is a folder, not a file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw InputError.unreadable(path: path, reason: "permission denied or not a regular file")
    }
    self.path = path
    self.handle = handle
    self.chunk = []
    try refill()
    guard !chunk.isEmpty else { throw InputError.empty(path: path) }
    try skipByteOrderMark()
  }

  /// A stream over bytes in memory.
  init(bytes: [UInt8], path: String) throws {
    self.path = path
    self.handle = nil
    self.chunk = bytes
    guard !chunk.isEmpty else { throw InputError.empty(path: path) }
    try skipByteOrderMark()
  }

  private mutating func skipByteOrderMark() throws {
    if chunk.starts(with: [0xef, 0xbb, 0xbf]) {
      next = 3
      lineStart = 3
    } else if chunk.starts(with: [0xff, 0xfe]) || chunk.starts(with: [0xfe, 0xff]) {
      throw malformed("UTF-8 text", "a UTF-16 byte order mark; convert it with iconv")
    }
  }

  private mutating func refill() throws {
    guard let handle else { return }
    do {
      let data = try handle.read(upToCount: Self.chunkBytes) ?? Data()
      base += chunk.count
      chunk = Array(data)
      next = 0
    } catch {
      throw InputError.unreadable(path: path, reason: "\(error)")
    }
  }

  /// The next byte without taking it; `nil` at the end.
  mutating func peek() throws -> UInt8? {
    if next < chunk.count { return chunk[next] }
    guard handle != nil else { return nil }
    try refill()
    return chunk.first
  }

  /// Takes the byte that `peek` has shown.
  mutating func advance() {
    next += 1
  }

  /// Takes a line feed that `peek` has shown, and counts the line.
  mutating func advanceLine() {
    next += 1
    line += 1
    lineStart = base + next
  }

  /// Takes bytes up to the first for which `stops` holds or the chunk's end, and appends them.
  mutating func take(into bytes: inout [UInt8], until stops: (UInt8) -> Bool) {
    var end = next
    while end < chunk.count, !stops(chunk[end]) { end += 1 }
    bytes.append(contentsOf: chunk[next..<end])
    next = end
  }

  /// A place in the file: line and byte in the line, both counted from 1.
  struct Position {
    var line: Int
    var column: Int
  }

  /// Where the next byte stands.
  var position: Position {
    Position(line: line, column: base + next - lineStart + 1)
  }

  /// An error at the next byte, or at an earlier position.
  func malformed(_ expected: String, _ found: String, at place: Position? = nil) -> InputError {
    let place = place ?? position
    return .malformed(
      path: path, line: place.line, column: place.column, expected: expected, found: found)
  }

  /// An error at the next byte, which `found` then names.
  mutating func unexpected(_ expected: String) throws -> InputError {
    guard let byte = try peek() else { return malformed(expected, "the end of the file") }
    switch byte {
    case 0x0a: return malformed(expected, "a line end")
    case 0x20: return malformed(expected, "a space")
    case 0x21...0x7e: return malformed(expected, "'\(Character(Unicode.Scalar(byte)))'")
    default: return malformed(expected, "byte 0x\(String(byte, radix: 16))")
    }
  }
}
