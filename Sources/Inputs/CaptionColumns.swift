import Records

/// Captions in columns: TSV and CSV.
///
/// The header names two columns in any order: the image (`file_name`, `filename`, `filepath`,
/// `file`, `image`, `image_path`, `path` or `key`) and the caption (`caption`, `captions`, `text`,
/// `title` or `sentence`). A TSV without such a header is `file<TAB>caption` from its first line.
enum CaptionColumns {
  static let imageNames = [
    "file_name", "filename", "filepath", "file", "image", "image_path", "path", "key",
  ]
  static let captionNames = ["caption", "captions", "text", "title", "sentence"]

  /// Which columns hold what.
  struct Layout {
    var image: Int
    var caption: Int
    var count: Int

    /// The layout that a header names, if it is a header.
    init?(header: [String]) {
      let names = header.map { $0.lowercased() }
      guard let image = names.firstIndex(where: { imageNames.contains($0) }),
        let caption = names.firstIndex(where: { captionNames.contains($0) })
      else { return nil }
      self.init(image: image, caption: caption, count: names.count)
    }

    init(image: Int, caption: Int, count: Int) {
      self.image = image
      self.caption = caption
      self.count = count
    }
  }

  /// Reads tab-separated captions.
  static func tsv(_ source: ByteStream) throws -> CaptionTable {
    var stream = source
    var collector = CaptionCollector()
    var layout: Layout?
    var bytes: [UInt8] = []
    var place = stream.position
    while try stream.line(into: &bytes) {
      defer { place = stream.position }
      if bytes.isEmpty { continue }
      let fields = bytes.split(separator: 0x09, omittingEmptySubsequences: false)
      if layout == nil {
        if let header = Layout(header: fields.map { String(decoding: $0, as: UTF8.self) }) {
          layout = header
          continue
        }
        layout = Layout(image: 0, caption: 1, count: 2)
      }
      guard let layout else { continue }
      guard fields.count == layout.count else {
        throw stream.malformed(
          "\(layout.count) columns separated by tabs", "\(fields.count)", at: place)
      }
      let key = ImageKey(bytes: Array(fields[layout.image]))
      try add(fields[layout.caption], of: key, at: place, in: stream, to: &collector)
    }
    return collector.table
  }

  /// Reads comma-separated captions.
  static func csv(_ source: ByteStream) throws -> CaptionTable {
    var reader = CSVReader(source)
    var collector = CaptionCollector()
    var fields: [[UInt8]] = []
    let start = reader.stream.position
    guard try reader.record(into: &fields),
      let layout = Layout(header: fields.map { String(decoding: $0, as: UTF8.self) })
    else {
      let names = fields.map { String(decoding: $0.prefix(40), as: UTF8.self) }
      throw reader.stream.malformed(
        "a header with one of \(imageNames.joined(separator: ", ")) and one of "
          + captionNames.joined(separator: ", "),
        "'\(names.joined(separator: ","))'", at: start)
    }
    var place = reader.stream.position
    while try reader.record(into: &fields) {
      defer { place = reader.stream.position }
      if fields.count == 1, fields[0].isEmpty { continue }
      guard fields.count == layout.count else {
        throw reader.stream.malformed(
          "\(layout.count) columns as in the header", "\(fields.count)", at: place)
      }
      let key = ImageKey(bytes: fields[layout.image])
      try add(fields[layout.caption][...], of: key, at: place, in: reader.stream, to: &collector)
    }
    return collector.table
  }

  private static func add(
    _ text: ArraySlice<UInt8>, of key: ImageKey, at place: ByteStream.Position,
    in stream: ByteStream, to collector: inout CaptionCollector
  ) throws {
    guard !key.bytes.isEmpty else {
      throw stream.malformed("an image name", "an empty field", at: place)
    }
    guard let caption = String(validating: text, as: UTF8.self) else {
      collector.reject(
        Rejection(
          .invalidText, "\(stream.path):\(place.line): the caption of \(key) is not UTF-8"))
      return
    }
    collector.add(caption, of: key, where: "\(stream.path):\(place.line)")
  }
}
