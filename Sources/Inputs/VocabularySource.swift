/// A file of names to look for: a closed vocabulary.
///
/// JSON: COCO's or LVIS's `categories`, or an array of such objects (`name` and `synonyms`), or an
/// array of names. Any other file: a category on each line, its name and its synonyms parted by
/// tabs; lines that begin with `#` are comments.
public struct VocabularySource: Hashable, Sendable {
  /// The file, plain or packed with gzip or zstd; standard input for `-`.
  public let path: String

  /// Creates a source.
  public init(path: String) {
    self.path = path
  }

  /// Reads the names of each category, its own name first.
  ///
  /// - Throws: `InputError` when the file cannot be read or holds no name.
  public func read() throws -> [[String]] {
    var stream = try ByteStream(path: path)
    while let byte = try stream.peek(), byte == 0x20 || byte == 0x09 || byte == 0x0d {
      stream.advance()
    }
    let first = try stream.peek()
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    let vocabulary = isJSON ? try Self.json(stream) : try Self.lines(stream)
    guard !vocabulary.isEmpty else { throw InputError.empty(path: path) }
    return vocabulary
  }

  private static func lines(_ source: ByteStream) throws -> [[String]] {
    var stream = source
    var vocabulary: [[String]] = []
    var bytes: [UInt8] = []
    while true {
      let place = stream.position
      let line = try stream.line(into: &bytes)
      if line == .end { return vocabulary }
      guard line == .whole else { throw stream.lineTooLong(at: place) }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw stream.notText(bytes[...], at: place)
      }
      if text.hasPrefix("#") { continue }
      let names = text.split(separator: "\t").map { $0.split(whereSeparator: \.isWhitespace) }
        .map { $0.joined(separator: " ") }.filter { !$0.isEmpty }
      if !names.isEmpty { vocabulary.append(names) }
    }
  }

  private static func json(_ stream: ByteStream) throws -> [[String]] {
    var reader = JSONReader(stream)
    var vocabulary: [[String]] = []
    if try reader.kind() == .array {
      try categories(&reader, into: &vocabulary)
    } else {
      var hasList = false
      try reader.object { reader, key in
        guard key == "categories" else {
          try reader.skip()
          return
        }
        hasList = true
        try categories(&reader, into: &vocabulary)
      }
      guard hasList else {
        throw reader.stream.malformed("a member 'categories'", "the end of the file")
      }
    }
    try reader.finish()
    return vocabulary
  }

  private static func categories(_ reader: inout JSONReader, into vocabulary: inout [[String]])
    throws
  {
    try reader.array { reader in
      if try reader.kind() == .string {
        vocabulary.append([try reader.string()])
        return
      }
      let place = reader.stream.position
      var name: String?
      var synonyms: [String] = []
      try reader.object { reader, key in
        switch key {
        case "name": name = try reader.string()
        case "synonyms": try reader.array { reader in synonyms.append(try reader.string()) }
        default: try reader.skip()
        }
      }
      guard let name, !name.isEmpty else {
        throw reader.stream.malformed("a category with 'name'", "one without it", at: place)
      }
      vocabulary.append([name] + synonyms.filter { $0 != name })
    }
  }
}
