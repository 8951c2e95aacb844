import Records

/// Captions by lines: JSON Lines and plain text.
enum CaptionLines {
  /// Reads one JSON object a line, with an image name and `caption` (a string) or `captions` (an
  /// array of strings) under the names that `CaptionColumns` lists.
  static func jsonl(_ source: ByteStream) throws -> CaptionTable {
    var reader = JSONReader(source)
    var collector = CaptionCollector()
    while try reader.hasMore() {
      let place = reader.stream.position
      var key: ImageKey?
      var captions: [String]?
      try reader.object { reader, name in
        if CaptionColumns.imageNames.contains(name) {
          key = ImageKey(try reader.string())
        } else if CaptionColumns.captionNames.contains(name) {
          captions = try strings(&reader)
        } else {
          try reader.skip()
        }
      }
      guard let key, !key.bytes.isEmpty, let captions else {
        throw reader.stream.malformed(
          "an object with 'file_name' and 'caption'",
          key == nil ? "one without an image name" : "one without a caption", at: place)
      }
      for caption in captions {
        collector.add(caption, of: key, where: "\(source.path):\(place.line)")
      }
    }
    return collector.table
  }

  private static func strings(_ reader: inout JSONReader) throws -> [String] {
    guard try reader.kind() == .array else { return [try reader.string()] }
    var strings: [String] = []
    try reader.array { reader in strings.append(try reader.string()) }
    return strings
  }

  /// Reads one caption a line; each line is an image of its own, `line:<number>`.
  static func text(_ source: ByteStream) throws -> CaptionTable {
    var stream = source
    var collector = CaptionCollector()
    var bytes: [UInt8] = []
    var line = 0
    while try stream.line(into: &bytes) {
      line += 1
      guard let caption = String(validating: bytes, as: UTF8.self) else {
        collector.reject(Rejection(.invalidText, "\(source.path):\(line): not UTF-8"))
        continue
      }
      collector.add(caption, of: ImageKey("line:\(line)"), where: "\(source.path):\(line)")
    }
    return collector.table
  }
}
