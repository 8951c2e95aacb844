/// Plain text: a caption on each line, without an image.
struct TextRows: CaptionRows {
  private var stream: ByteStream
  private var bytes: [UInt8] = []

  init(_ stream: ByteStream) {
    self.stream = stream
  }

  mutating func next(into sink: inout CaptionSink) throws -> Bool {
    let place = stream.position
    let line = try stream.line(into: &bytes)
    if line == .end { return false }
    sink.file.rows += 1
    guard line == .whole else {
      sink.rejectRow(stream.lineTooLong(at: place))
      return true
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      sink.rejectRow(stream.notText(bytes[...], at: place))
      return true
    }
    sink.add(text, of: nil, at: place)
    return true
  }
}

extension ByteStream {
  /// The error for a line that `line(into:)` has cut.
  func lineTooLong(at place: Position) -> InputError {
    malformed("a line of at most \(Self.lineBytesMax) bytes", "a longer one", at: place)
  }

  /// The error for bytes of the line at `place` that are not UTF-8.
  func notText(_ bytes: ArraySlice<UInt8>, at place: Position, from start: Int = 0) -> InputError {
    let offset = bytes.firstInvalidUTF8 ?? bytes.startIndex
    let byte = String(bytes[offset], radix: 16)
    return malformed(
      InputError.textExpected, "byte 0x\(byte), which is not UTF-8",
      at: Position(line: place.line, column: place.column + start + offset - bytes.startIndex))
  }
}

extension ArraySlice<UInt8> {
  /// Where the first byte stands that no UTF-8 text has there.
  fileprivate var firstInvalidUTF8: Int? {
    var decoder = UTF8()
    var iterator = makeIterator()
    var offset = startIndex
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
