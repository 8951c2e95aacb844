import Records

/// Images with all that is said of them, in the order of their names, read as often as one likes.
struct JoinedInputs {
  private let records: SortedRecords
  /// Captions and classes under their second names, whose first ones are not listed.
  private let second: SortedRecords
  /// Whether ids are missing or repeated.
  let usesOrdinals: Bool
  /// The caption that was added first, by the name it was added under.
  let firstCaption: ImageKey?

  init(
    records: SortedRecords, second: SortedRecords, usesOrdinals: Bool, firstCaption: ImageKey?
  ) {
    self.records = records
    self.second = second
    self.usesOrdinals = usesOrdinals
    self.firstCaption = firstCaption
  }

  /// A reader at the first image.
  func reader() throws -> Reader { try Reader(records, second: second) }

  /// An image of the list.
  struct Image {
    var key: ImageKey
    var id: UInt64?
    var location: ImageLocation?
    var captions: [String] = []
    var labels: [String] = []
  }

  /// What was counted on the way.
  struct Counts {
    var images = 0
    var duplicateImages = 0
    var captionsUsed = 0
    var captionsWithoutImage = 0
    var imagesWithoutCaptions = 0
    var labelsUsed = 0
    var labelsWithoutImage = 0
  }

  /// Goes through the images once.
  struct Reader {
    private(set) var counts = Counts()
    private var first: SortedRecords.Reader
    private var second: SortedRecords.Reader?
    private var ahead: [JoinRecord?] = [nil, nil]
    /// Records of the current name that may find an image under their second one.
    private var lost: [JoinRecord] = []

    init(_ records: SortedRecords, second: SortedRecords?) throws {
      first = try records.reader()
      self.second = try second?.reader()
      try advance(0)
      try advance(1)
    }

    private mutating func advance(_ source: Int) throws {
      let bytes = source == 0 ? try first.record() : try second?.record()
      ahead[source] = bytes.map(JoinRecord.init)
    }

    /// Takes the records of the next name, those under first names before those under second ones.
    private mutating func group() throws -> [JoinRecord]? {
      let names = ahead.compactMap { $0?.name }
      guard let name = names.min(by: { $0.lexicographicallyPrecedes($1) }) else { return nil }
      var group: [JoinRecord] = []
      for source in 0..<2 {
        while let record = ahead[source], record.name == name {
          // Rows of an image that nobody lists may be many: they are counted, not collected.
          if group.first?.kind == .listing || record.kind == .listing || group.isEmpty {
            group.append(record)
          } else {
            try lose(record, isSecond: source == 1)
          }
          try advance(source)
        }
      }
      return group
    }

    /// Counts a record whose image nobody lists, or keeps it for its second name.
    private mutating func lose(_ record: JoinRecord, isSecond: Bool) throws {
      var payload = ListDecoder(record.payload)
      switch record.kind {
      case .caption, .label:
        if !isSecond, let short = payload.bytes(), !short.isEmpty, let text = payload.bytes() {
          var moved = ListEncoder()
          moved.append([] as [UInt8])
          moved.append(text)
          lost.append(
            JoinRecord(
              name: short, kind: record.kind, ordinal: record.ordinal, payload: moved.bytes))
        } else if record.kind == .caption {
          counts.captionsWithoutImage += 1
        } else {
          counts.labelsWithoutImage += 1
        }
      case .id, .listing: break
      }
    }

    /// The next listed image; `nil` at the end.
    ///
    /// `lost` takes captions and classes whose first name is not listed, under their second name.
    mutating func next(lost take: (JoinRecord) throws -> Void = { _ in }) throws -> Image? {
      while let group = try group() {
        let isListed = group[0].kind == .listing
        if !isListed { for record in group { try lose(record, isSecond: false) } }
        for record in lost { try take(record) }
        lost.removeAll(keepingCapacity: true)
        if isListed { return image(of: group) }
      }
      return nil
    }

    private mutating func image(of group: [JoinRecord]) -> Image {
      var image = Image(key: ImageKey(bytes: group[0].name))
      var hint: UInt64?
      var others: UInt64?
      var texts: [(kind: JoinRecord.Kind, ordinal: UInt64, text: String)] = []
      for (place, record) in group.enumerated() {
        var payload = ListDecoder(record.payload)
        switch record.kind {
        case .listing:
          let flags = payload.integer() ?? 0
          let id = flags & 1 != 0 ? payload.number() : nil
          if place == 0 {
            image.id = id
            if flags & 2 != 0 { image.location = payload.location() }
          } else {
            counts.duplicateImages += 1
            others = others ?? id
          }
        case .id: hint = hint ?? payload.number()
        case .caption, .label:
          _ = payload.bytes()
          let text = String(decoding: payload.bytes() ?? [], as: UTF8.self)
          texts.append((record.kind, record.ordinal, text))
        }
      }
      image.id = image.id ?? hint ?? others
      texts.sort { $0.ordinal < $1.ordinal }
      image.captions = texts.filter { $0.kind == .caption }.map(\.text)
      image.labels = texts.filter { $0.kind == .label }.map(\.text)
      counts.images += 1
      counts.captionsUsed += image.captions.count
      counts.labelsUsed += image.labels.count
      if image.captions.isEmpty { counts.imagesWithoutCaptions += 1 }
      return image
    }
  }
}
