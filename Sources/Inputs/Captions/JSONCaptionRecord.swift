import Records

/// Reads one JSON object that may hold captions: a line of JSON Lines, an annotation, an image.
struct JSONCaptionRecord {
  /// Most bytes of one record.
  static let bytesMax = ByteStream.lineBytesMax

  private let captionKeys: [String]
  private let imageKeys: [String]
  private let splits: Set<String>

  /// What a record says.
  struct Content {
    var image: CaptionImage?
    /// The key under which the image stands.
    var imageKey: String?
    var captions: [String]?
    /// COCO's `id`, for entries of `images`.
    var id: CaptionImage?
    /// COCO's `file_name`, Karpathy's `filename`.
    var fileName: String?
    /// Karpathy's folder.
    var folder: String?
    var split: String?
    fileprivate var imageRank = Int.max
    fileprivate var captionRank = Int.max
    fileprivate var keys: [String] = []
    /// A caption's key that stands there with `null`.
    fileprivate var nullKey: String?
  }

  init(_ options: CaptionOptions) {
    captionKeys = options.captionColumn.map { [$0] } ?? options.names
    imageKeys = options.imageColumn.map { [$0] } ?? CaptionOptions.imageNames
    splits = options.splits
  }

  /// Whether the options want records of this split.
  func wants(split: String?) -> Bool {
    splits.isEmpty || splits.contains(split ?? "")
  }

  /// Parses the bytes of one record, which begins at `place` of its file.
  ///
  /// - Throws: `InputError.malformed` with the place of the mistake.
  func content(of bytes: [UInt8], at place: ByteStream.Position, in path: String) throws -> Content
  {
    var reader = JSONReader(ByteStream(part: bytes, at: place, of: path))
    var content = Content()
    try reader.object { reader, key in try member(key, &reader, &content) }
    try reader.finish()
    return content
  }

  private func member(
    _ key: String, _ reader: inout JSONReader, _ content: inout Content
  ) throws {
    if content.keys.count < 32 { content.keys.append(key) }
    if let rank = captionKeys.firstIndex(of: key), rank < content.captionRank {
      guard try reader.kind() == .null else {
        content.captionRank = rank
        content.captions = try captions(&reader)
        return
      }
      content.nullKey = content.nullKey ?? key
    }
    switch key {
    case "sentences" where content.captions == nil:
      content.captions = try captions(&reader)
      return
    case "split":
      content.split = try reader.kind() == .string ? try reader.string() : try reader.skipped()
      return
    case "filepath" where !imageKeys.starts(with: ["filepath"]):
      content.folder = try reader.kind() == .string ? try reader.string() : try reader.skipped()
      note(content.folder.map { .name(ImageKey($0)) }, as: key, in: &content)
      return
    default: break
    }
    guard imageKeys.contains(key) || key == "id" || key == "file_name" || key == "filename" else {
      try reader.skip()
      return
    }
    let image = try self.image(&reader)
    if key == "id" { content.id = image }
    if key == "file_name" || key == "filename", case .name(let name) = image {
      content.fileName = name.description
    }
    note(image, as: key, in: &content)
  }

  private func note(_ image: CaptionImage?, as key: String, in content: inout Content) {
    guard let image, let rank = imageKeys.firstIndex(of: key), rank < content.imageRank else {
      return
    }
    content.imageRank = rank
    content.image = image
    content.imageKey = key
  }

  /// A name or an id; `null`, an empty name and other values are none.
  private func image(_ reader: inout JSONReader) throws -> CaptionImage? {
    switch try reader.kind() {
    case .string:
      let name = try reader.string()
      return name.isEmpty ? nil : .name(ImageKey(name))
    case .number:
      let place = reader.stream.position
      let value = try reader.integer()
      guard let id = UInt64(exactly: value) else {
        throw reader.stream.malformed("an image id of at least 0", "\(value)", at: place)
      }
      return .id(id)
    default: return try reader.skipped()
    }
  }

  /// A string, or an array of strings and of objects with a string under `raw` or a caption's key.
  private func captions(_ reader: inout JSONReader) throws -> [String] {
    guard try reader.kind() == .array else { return [try reader.string()] }
    var captions: [String] = []
    try reader.array { reader in
      guard try reader.kind() == .object else {
        captions.append(try reader.string())
        return
      }
      let place = reader.stream.position
      var text: String?
      try reader.object { reader, key in
        if text == nil, key == "raw" || captionKeys.contains(key), try reader.kind() == .string {
          text = try reader.string()
        } else {
          try reader.skip()
        }
      }
      guard let text else {
        throw reader.stream.malformed("a sentence with 'raw'", "one without it", at: place)
      }
      captions.append(text)
    }
    return captions
  }

  /// The error for a record without a caption: which key was looked for, which one is near.
  func withoutCaption(_ content: Content, at place: ByteStream.Position, in path: String)
    -> InputError
  {
    let wanted = captionKeys.count == 1 ? "'\(captionKeys[0])'" : "a caption ('caption')"
    let names = content.keys.prefix(8).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    var found = names.isEmpty ? "an empty one" : "one with \(names)"
    if let key = content.nullKey {
      found = "one whose '\(key)' is null"
    } else if let near = captionKeys.lazy
      .compactMap({ NearestName.nearest(to: $0, in: content.keys) }).first
    {
      found += "; '\(near)' may be meant"
    }
    return .malformed(
      path: path, line: place.line, column: place.column, expected: "an object with \(wanted)",
      found: found)
  }
}

extension JSONReader {
  /// Takes a value and forgets it; stands for a missing one.
  mutating func skipped<Value>() throws -> Value? {
    try skip()
    return nil
  }
}
