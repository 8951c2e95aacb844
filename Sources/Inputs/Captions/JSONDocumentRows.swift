import Records

/// One JSON document: COCO's captions, LVIS-like images with captions, Karpathy's splits, or an
/// array of objects; told by its members.
///
/// Its sections may come in any order. An element that breaks a rule is a bad row; a document that
/// ends too early is an error.
struct JSONDocumentRows: CaptionRows {
  private var reader: JSONReader
  private let record: JSONCaptionRecord
  private let options: CaptionOptions
  private var place = Place.start
  private var document: JSONReader.OpenObject?
  private var bytes: [UInt8] = []
  private var members: [String] = []
  private var hasCaptions = false
  private var path: String { reader.stream.path }

  /// What is to be read next.
  private enum Place {
    case start
    case document
    case list(Section, JSONReader.OpenArray)
    case end
  }

  private enum Section {
    case images, annotations, records
  }

  init(_ stream: ByteStream, _ options: CaptionOptions) {
    reader = JSONReader(stream)
    record = JSONCaptionRecord(options)
    self.options = options
  }

  mutating func next(into sink: inout CaptionSink) throws -> Bool {
    switch place {
    case .start:
      if try reader.kind() == .array {
        place = .list(.records, try reader.openArray())
      } else {
        document = try reader.openObject()
        place = .document
      }
    case .document: try member(sink.wantsImages)
    case .list(let section, var array):
      guard try reader.hasNext(in: &array) else {
        place = document == nil ? .end : .document
        if document == nil { try reader.finish() }
        return true
      }
      place = .list(section, array)
      try element(of: section, into: &sink)
    case .end: return false
    }
    return true
  }

  private mutating func member(_ wantsImages: Bool) throws {
    guard var open = document.take() else {
      // What was read before has thrown: there is no way on.
      place = .end
      return
    }
    guard let key = try reader.nextKey(of: &open) else {
      let needed = wantsImages ? ["images"] : ["images", "annotations"]
      guard needed.contains(where: members.contains) else { throw missingMember(needed) }
      try reader.finish()
      // Images without sentences of their own say nothing without annotations.
      guard hasCaptions || members.contains("annotations") else {
        throw missingMember(["annotations"])
      }
      place = .end
      return
    }
    document = open
    if members.count < 32 { members.append(key) }
    switch key {
    case "images": place = .list(.images, try reader.openArray())
    case "annotations": place = .list(.annotations, try reader.openArray())
    default: try reader.skip()
    }
  }

  private func missingMember(_ needed: [String]) -> InputError {
    let names = needed.map { "'\($0)'" }.joined(separator: " or ")
    var found = "the end of the file"
    if !members.isEmpty {
      found = "only " + members.prefix(8).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    }
    for name in needed {
      guard let near = NearestName.nearest(to: name, in: members), near != name else { continue }
      found += "; '\(near)' looks like '\(name)'"
      break
    }
    if members.contains(where: options.names.contains) {
      found += "; if each line is an object, the format is jsonl"
    }
    return reader.stream.malformed("a member \(names)", found)
  }

  private mutating func element(of section: Section, into sink: inout CaptionSink) throws {
    try reader.skipSpace()
    let start = reader.stream.position
    let isWhole = try reader.rawValue(into: &bytes, bytesMax: JSONCaptionRecord.bytesMax)
    var isRow = section != .images
    do {
      guard isWhole else {
        throw reader.stream.malformed(
          "an element of at most \(JSONCaptionRecord.bytesMax) bytes", "a longer one", at: start)
      }
      let content = try record.content(of: bytes, at: start, in: path)
      switch section {
      case .images:
        isRow = content.captions != nil
        hasCaptions = hasCaptions || isRow
        try image(content, at: start, into: &sink)
      case .annotations, .records:
        try caption(content, isAnnotation: section == .annotations, at: start, into: &sink)
      }
    } catch let error as InputError {
      isRow = true
      sink.rejectRow(error)
    }
    if isRow { sink.file.rows += 1 }
  }

  private func caption(
    _ content: JSONCaptionRecord.Content, isAnnotation: Bool, at start: ByteStream.Position,
    into sink: inout CaptionSink
  ) throws {
    guard record.wants(split: content.split) || isAnnotation else { return }
    guard let captions = content.captions else {
      throw record.withoutCaption(content, at: start, in: path)
    }
    // An annotation's `id` is its own, not its image's.
    if isAnnotation, options.imageColumn == nil, content.imageKey ?? "id" == "id" {
      throw reader.stream.malformed(
        "an annotation with 'image_id'", "one without it", at: start)
    }
    for caption in captions { sink.add(caption, of: content.image, at: start) }
  }

  private func image(
    _ content: JSONCaptionRecord.Content, at start: ByteStream.Position,
    into sink: inout CaptionSink
  ) throws {
    guard record.wants(split: content.split) else { return }
    var name = content.fileName.map { ImageKey($0) }
    var shortKey: ImageKey?
    if let short = name, let folder = content.folder {
      name = ImageKey(folder + "/\(short)")
      // Captions of images with ids are joined by those.
      if content.id == nil { shortKey = short }
    }
    let image = content.id ?? name.map { .name($0) }
    if sink.wantsImages {
      guard let name, let image else {
        throw reader.stream.malformed(
          "an image with 'id' and 'file_name'",
          name == nil ? "one without 'file_name'" : "one without 'id'", at: start)
      }
      sink.images.append(NamedImage(image: image, key: name, shortKey: shortKey))
    }
    for caption in content.captions ?? [] { sink.add(caption, of: image, at: start) }
  }
}
