import Records

/// A line of a stream of captions: a JSON object with an id of any kind and a caption.
public struct IdentifiedCaption: Hashable, Sendable {
  /// The id as JSON text, `null` when the line has none that can be read.
  public var id: String
  /// The caption as given.
  public var text: String
}

/// Reads lines of `{"id": …, "caption": …}`, without looking into them.
public struct IdentifiedCaptionReader {
  /// A line that is not yet parsed.
  public struct Line: Sendable {
    fileprivate var bytes: [UInt8]
    fileprivate var isCut: Bool
    fileprivate let path: String
    /// The line's number in its file, from 1.
    public let number: Int
  }

  private var stream: ByteStream
  private var isAtEnd = false

  /// Opens a file, plain or packed with gzip or zstd; standard input for `-`.
  ///
  /// An empty file has no lines.
  ///
  /// - Throws: `InputError` when it cannot be read.
  public init(path: String) throws {
    do {
      stream = try ByteStream(path: path)
    } catch InputError.empty {
      stream = ByteStream(part: [], at: ByteStream.Position(line: 1, column: 1), of: path)
      isAtEnd = true
    }
  }

  /// The next lines that are not blank, `count` of them or about `bytesMax` bytes; empty at the end.
  public mutating func next(_ count: Int, bytesMax: Int = 1 << 20) throws -> [Line] {
    var lines: [Line] = []
    var size = 0
    while !isAtEnd, lines.count < count, size < bytesMax {
      let number = stream.position.line
      var bytes: [UInt8] = []
      let line = try stream.line(into: &bytes)
      isAtEnd = line == .end
      guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) else { continue }
      size += bytes.count
      lines.append(Line(bytes: bytes, isCut: line == .cut, path: stream.path, number: number))
    }
    return lines
  }
}

extension IdentifiedCaptionReader.Line {
  /// What is wrong with a line, and its id as far as it could be read.
  public struct Problem: Error, Hashable, Sendable {
    /// The id as JSON text, `null` when it could not be read.
    public let id: String
    /// File, line, column, what was expected and found.
    public let text: String
  }

  /// Parses the line.
  ///
  /// - Throws: `Problem`.
  public func parsed() throws(Problem) -> IdentifiedCaption {
    var id = "null"
    do {
      return try read(&id)
    } catch {
      throw Problem(id: id, text: "\(error)")
    }
  }

  private func read(_ id: inout String) throws -> IdentifiedCaption {
    let start = ByteStream.Position(line: number, column: 1)
    let stream = ByteStream(part: bytes, at: start, of: path)
    guard !isCut else { throw stream.lineTooLong(at: start) }
    var reader = JSONReader(stream)
    var caption: String?
    var found = "null"
    defer { id = found }
    try reader.object { reader, key in
      switch key {
      case "id": found = try reader.scalarText()
      case "caption": caption = try reader.string()
      default: try reader.skip()
      }
    }
    try reader.finish()
    guard let caption else {
      throw reader.stream.malformed("an object with 'caption'", "one without it", at: start)
    }
    return IdentifiedCaption(id: found, text: caption)
  }
}

extension JSONReader {
  /// Takes a string, a number, a boolean or `null`, and gives it back as JSON text.
  fileprivate mutating func scalarText() throws -> String {
    switch try kind() {
    case .string: return JSONString.quoted(try string())
    case .number:
      try scanNumber()
      return String(decoding: scratch, as: UTF8.self)
    case .boolean: return try boolean() ? "true" : "false"
    case .null:
      try null()
      return "null"
    case .object, .array:
      throw stream.malformed("a string or a number as id", "an object or array")
    }
  }
}
