/// The bytes of a file, a chunk at a time, with their position.
///
/// Memory is bounded by one chunk, whatever the size of the file. A UTF-8 byte order mark at the
/// start is skipped; UTF-16 and UTF-32 are refused by name.
struct ByteStream {
  /// The file's path, for error messages.
  let path: String
  private let source: (any ByteSource)?
  private var chunk: [UInt8]
  private var next = 0
  /// Bytes in earlier chunks.
  private var base = 0
  private var line = 1
  /// Offset of the first byte of the current line.
  private var lineStart = 0

  /// Opens a file; `check` is called before each chunk and throws to stop.
  ///
  /// - Throws: `InputError.missing`, `.unreadable`, `.empty`, or `.malformed` for UTF-16.
  init(path: String, check: @escaping () throws -> Void = {}) throws {
    try self.init(source: FileContent(path: path, check: check), path: path)
  }

  /// A stream over bytes from anywhere.
  init(source: any ByteSource, path: String) throws {
    self.path = path
    self.source = source
    self.chunk = []
    try refill()
    guard !chunk.isEmpty else { throw InputError.empty(path: path) }
    try skipByteOrderMark()
  }

  /// A stream over bytes in memory.
  init(bytes: [UInt8], path: String) throws {
    self.path = path
    self.source = nil
    self.chunk = bytes
    guard !chunk.isEmpty else { throw InputError.empty(path: path) }
    try skipByteOrderMark()
  }

  /// A stream over a part of another one, which begins at `place` there; it may be empty.
  init(part: [UInt8], at place: Position, of path: String) {
    self.path = path
    self.source = nil
    self.chunk = part
    line = place.line
    lineStart = 1 - place.column
  }

  private mutating func skipByteOrderMark() throws {
    if next + 3 > chunk.count, let source {
      while chunk.count < 3 {
        let more = try source.next()
        if more.isEmpty { break }
        chunk += more
      }
    }
    if chunk.starts(with: [0xef, 0xbb, 0xbf]) {
      next = 3
      lineStart = 3
    } else if chunk.starts(with: [0xff, 0xfe]) || chunk.starts(with: [0xfe, 0xff]) {
      throw malformed("UTF-8 text", "a UTF-16 byte order mark; convert it with iconv")
    }
  }

  private mutating func refill() throws {
    guard let source else { return }
    let bytes = try source.next()
    base += chunk.count
    chunk = bytes
    next = 0
  }

  /// The next byte without taking it; `nil` at the end.
  mutating func peek() throws -> UInt8? {
    if next < chunk.count { return chunk[next] }
    guard source != nil else { return nil }
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

  /// Takes bytes as long as `takes` holds, over chunks and lines; appends the first `bytesMax`.
  mutating func take(
    into bytes: inout [UInt8], bytesMax: Int, while takes: (UInt8) -> Bool
  ) throws {
    while try peek() != nil {
      var end = next
      while end < chunk.count, takes(chunk[end]) {
        if chunk[end] == 0x0a {
          line += 1
          lineStart = base + end + 1
        }
        end += 1
      }
      let room = max(0, bytesMax - bytes.count)
      bytes.append(contentsOf: chunk[next..<min(end, next + room)])
      next = end
      if end < chunk.count { return }
    }
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
