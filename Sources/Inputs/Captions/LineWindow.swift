/// The lines of a stream from the first one not yet dropped on, as far as they were looked at.
///
/// A parser may look at any number of lines and then drop only the first: what follows a bad row is
/// read again.
struct LineWindow {
  private var stream: ByteStream
  private(set) var bytes: [UInt8] = []
  private var start = 0
  private var lineNumber = 1
  private var line: [UInt8] = []
  private var isAtEnd = false
  /// Where the first line ends, in `bytes`, once `hasMore` has been asked.
  private var lineEnd = 0
  /// Offset of the end of a line that was cut, if one is in the window.
  private(set) var cutAt: Int?

  init(_ stream: ByteStream) {
    self.stream = stream
  }

  var path: String { stream.path }

  /// Where the window begins, in `bytes`.
  var first: Int { start }

  /// Where the window begins, in the file.
  var position: ByteStream.Position { ByteStream.Position(line: lineNumber, column: 1) }

  /// Whether there is a line; reads one if the window is empty.
  mutating func hasMore() throws -> Bool {
    defer { lineEnd = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count }
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
      cutAt = nil
    } else if start > 1 << 16, start > bytes.count / 2 {
      bytes.removeSubrange(..<start)
      cutAt = cutAt.map { $0 - start }
      start = 0
    }
    return start < bytes.count ? true : try readLine()
  }

  /// Adds one more line, with its line feed; false at the end of the file.
  mutating func readLine() throws -> Bool {
    guard !isAtEnd else { return false }
    let kind = try stream.line(into: &line)
    guard kind != .end else {
      isAtEnd = true
      return false
    }
    bytes.append(contentsOf: line)
    if kind == .cut { cutAt = bytes.count }
    bytes.append(0x0a)
    return true
  }

  /// The first line without its line feed, until something is dropped.
  var firstLine: ArraySlice<UInt8> {
    bytes[start..<lineEnd]
  }

  var isBlankLine: Bool { bytes[start] == 0x0a }

  var isFirstLineCut: Bool { cutAt == firstLine.endIndex }

  var firstLineHasQuote: Bool { firstLine.contains(UInt8(ascii: "\"")) }

  /// Whether a field of the first line begins with a quote.
  func firstLineHasQuotedField(separator: UInt8) -> Bool {
    let line = firstLine
    guard line.first != UInt8(ascii: "\"") else { return true }
    return zip(line, line.dropFirst()).contains { $0 == separator && $1 == UInt8(ascii: "\"") }
  }

  /// Drops the first line.
  mutating func dropLine() {
    drop(firstLine.count + 1)
  }

  /// Drops `count` bytes, which must end with a line.
  mutating func drop(_ count: Int) {
    lineNumber += bytes[start..<(start + count)].count { $0 == 0x0a }
    start += count
  }

  /// An error at an offset of `bytes`, which must be in the window.
  func malformed(_ expected: String, _ found: String, at offset: Int) -> InputError {
    var place = ByteStream.Position(line: lineNumber, column: 1)
    for byte in bytes[start..<offset] {
      place.column += 1
      if byte == 0x0a { place = ByteStream.Position(line: place.line + 1, column: 1) }
    }
    return stream.malformed(expected, found, at: place)
  }

  /// The error for a first line that was cut.
  func tooLong() -> InputError { stream.lineTooLong(at: position) }

  /// The error for a field that is not UTF-8.
  func notText(_ field: ArraySlice<UInt8>, at place: ByteStream.Position, from: Int) -> InputError {
    stream.notText(field, at: place, from: from)
  }
}
