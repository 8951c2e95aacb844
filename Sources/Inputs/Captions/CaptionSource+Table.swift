import Records

extension CaptionSource {
  /// Reads all captions with the names of their images, for a join with a list of images.
  ///
  /// Captions without an image get one of their own, `line:<number>`.
  ///
  /// - Throws: `InputError` when the file cannot be read to its end, or gives two images one id. Bad
  ///   rows are in the table's report.
  public func read(_ options: CaptionOptions = CaptionOptions()) throws -> CaptionTable {
    var reader = CaptionCorpusReader(
      corpus: CaptionCorpus(sources: [self], options: options), wantsImages: true)
    var captions: [CorpusCaption] = []
    var batch: [CorpusCaption] = []
    while try reader.next(4096, into: &batch) { captions += batch }
    var report = InputReport()
    report.captions = reader.report.captions
    report.take(reader.report)
    let keys = try self.keys(reader.images)
    let shortKeys = Dictionary(
      reader.images.compactMap { image in image.shortKey.map { (image.image, $0) } },
      uniquingKeysWith: { first, _ in first })
    var images = reader.images.map { ListedImage(key: $0.key, id: $0.image.id) }
    let isListed = !images.isEmpty
    var listed: Set<ImageKey> = []
    var table = CaptionTable(captions: [], images: [], report: report, rows: reader.report)
    for caption in captions {
      let named = caption.image.flatMap { keys[$0] }
      guard named != nil || !isListed else {
        table.report.captionsWithoutImage += 1
        continue
      }
      let key = named ?? caption.image?.key ?? ImageKey("line:\(caption.line)")
      if !isListed, listed.insert(key).inserted { images.append(ListedImage(key: key, id: nil)) }
      let shortKey = caption.image.flatMap { shortKeys[$0] }
      table.captions.append(Caption(key: key, text: caption.text, shortKey: shortKey))
    }
    table.images = images
    return table
  }

  /// Names by id; two images with one id make every caption of them ambiguous.
  private func keys(_ images: [NamedImage]) throws -> [CaptionImage: ImageKey] {
    var keys: [CaptionImage: ImageKey] = [:]
    for named in images {
      guard let other = keys.updateValue(named.key, forKey: named.image), other != named.key else {
        continue
      }
      throw InputError.duplicateID(
        path: path, id: named.image.id ?? 0, first: "\(other)", second: "\(named.key)")
    }
    return keys
  }
}

extension CaptionImage {
  /// COCO's id, where the file calls the image by one.
  var id: UInt64? {
    guard case .id(let id) = self else { return nil }
    return id
  }

  /// A name for an image that the file does not list.
  var key: ImageKey {
    switch self {
    case .id(let id): ImageKey("\(id)")
    case .name(let key): key
    }
  }
}

extension InputReport {
  /// Adds the rejections of a corpus.
  mutating func take(_ rows: CaptionCorpusReport) {
    for sample in rows.samples { reject(sample) }
    rejections = rows.rejections
  }
}
