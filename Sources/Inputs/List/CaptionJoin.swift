import Records

/// Reads caption files into a builder, in memory that does not grow with them.
///
/// COCO's captions call their images by ids that the same file explains before or behind them: those
/// files are sorted by what they call their images first.
struct CaptionJoin {
  /// What the rows hold.
  enum Content {
    case captions
    case labels
  }

  let space: SortSpace
  let options: CaptionOptions
  let content: Content
  private var ordinal: UInt64 = 0

  init(_ space: SortSpace, options: CaptionOptions, content: Content) {
    self.space = space
    self.options = options
    self.content = content
  }

  /// Adds the rows of `source` to `builder`.
  ///
  /// - Returns: What was read; captions whose id the file does not explain are counted in it.
  /// - Throws: `InputError` when the file cannot be read to its end, gives two images one id, or
  ///   none of its first rows says which image it is of.
  mutating func add(
    _ source: CaptionSource, to builder: inout InputListBuilder
  ) throws -> (report: InputReport, rows: CaptionCorpusReport) {
    var report = InputReport()
    var reader = CaptionCorpusReader(
      corpus: CaptionCorpus(sources: [source], options: options), wantsImages: true,
      check: space.check)
    var batch: [CorpusCaption] = []
    var isFirst = true
    func checkFirst() throws {
      guard isFirst, let first = batch.first else { return }
      isFirst = false
      guard batch.allSatisfy({ $0.image == nil }) else { return }
      throw InputError.captionsWithoutImages(path: source.path, example: first.text)
    }
    if source.format == .coco || source.format == .karpathy {
      var names = CaptionNames(path: source.path, sorter: RecordSorter(space))
      while try reader.step(4096, into: &batch) {
        try checkFirst()
        for image in reader.images { try names.add(image) }
        for caption in batch {
          try names.add(caption, ordinal: ordinal)
          ordinal += 1
        }
      }
      try names.forEach(
        image: { key, id in if content == .captions { try builder.add(id: id, of: key) } },
        caption: { text, key, short, ordinal in
          try add(text, of: key, short, ordinal, to: &builder)
        },
        withoutImage: { report.captionsWithoutImage += 1 })
    } else {
      while try reader.step(4096, into: &batch) {
        try checkFirst()
        for caption in batch {
          let key = caption.image?.key ?? ImageKey("line:\(caption.line)")
          try add(caption.text, of: key, nil, ordinal, to: &builder)
          ordinal += 1
        }
      }
    }
    report.captions = reader.report.captions
    report.take(reader.report)
    return (report, reader.report)
  }

  private func add(
    _ text: String, of key: ImageKey, _ short: ImageKey?, _ ordinal: UInt64,
    to builder: inout InputListBuilder
  ) throws {
    switch content {
    case .captions:
      try builder.add(caption: text, of: key, shortKey: short, ordinal: ordinal)
    case .labels:
      try builder.add(label: text, of: key, shortKey: short, ordinal: ordinal)
    }
  }
}

/// The captions of one file by what it calls their images.
private struct CaptionNames {
  let path: String
  var sorter: RecordSorter
  private var listsImages = false

  init(path: String, sorter: RecordSorter) {
    self.path = path
    self.sorter = sorter
  }

  mutating func add(_ image: NamedImage) throws {
    listsImages = true
    var payload = ListEncoder()
    payload.append(image.key.bytes)
    payload.append(image.shortKey?.bytes ?? [])
    let record = JoinRecord(
      name: image.image.bytes, kind: .listing, ordinal: 0, payload: payload.bytes)
    try sorter.append(record.bytes)
  }

  mutating func add(_ caption: CorpusCaption, ordinal: UInt64) throws {
    // No image is called by nothing: captions without one come first.
    let name = caption.image?.bytes ?? []
    var payload = ListEncoder()
    payload.append(caption.line)
    payload.append(Array(caption.text.utf8))
    let record = JoinRecord(
      name: name, kind: .caption, ordinal: ordinal, payload: payload.bytes)
    try sorter.append(record.bytes)
  }

  /// Hands over images with ids and captions with the names of their images.
  mutating func forEach(
    image: (ImageKey, UInt64) throws -> Void,
    caption: (String, ImageKey, _ short: ImageKey?, _ ordinal: UInt64) throws -> Void,
    withoutImage: () -> Void
  ) throws {
    var reader = try sorter.finish().reader()
    var listed: (name: [UInt8], key: ImageKey, short: ImageKey?)?
    while let bytes = try reader.record() {
      let record = JoinRecord(bytes)
      var payload = ListDecoder(record.payload)
      if record.kind == .listing {
        let key = ImageKey(bytes: payload.bytes() ?? [])
        let short = payload.bytes() ?? []
        let id = Self.id(record.name)
        if let listed, listed.name == record.name {
          guard listed.key != key else { continue }
          throw InputError.duplicateID(
            path: path, id: id ?? 0, first: "\(listed.key)", second: "\(key)")
        }
        listed = (record.name, key, short.isEmpty ? nil : ImageKey(bytes: short))
        if let id { try image(key, id) }
        continue
      }
      let line = payload.integer() ?? 0
      let text = String(decoding: payload.bytes() ?? [], as: UTF8.self)
      if let listed, listed.name == record.name {
        try caption(text, listed.key, listed.short, record.ordinal)
      } else if listsImages {
        withoutImage()
      } else if record.name.isEmpty {
        try caption(text, ImageKey("line:\(line)"), nil, record.ordinal)
      } else {
        try caption(text, Self.key(record.name), nil, record.ordinal)
      }
    }
  }

  /// The id in what `CaptionImage.bytes` gave; `nil` for a name.
  private static func id(_ bytes: [UInt8]) -> UInt64? {
    guard bytes.first == UInt8(ascii: "#"), bytes.dropFirst().first != UInt8(ascii: "#") else {
      return nil
    }
    return UInt64(String(decoding: bytes.dropFirst(), as: UTF8.self))
  }

  /// The name of an image that the file does not list: its name there, or the id's digits.
  private static func key(_ bytes: [UInt8]) -> ImageKey {
    let isEscaped = bytes.first == UInt8(ascii: "#")
    return ImageKey(bytes: isEscaped ? Array(bytes.dropFirst()) : bytes)
  }
}
