import Codecs
import Records

/// Proposals written as JSON: COCO's two forms, and records one after another.
enum JSONProposals {
  /// Members that name a record's image, the first that is there counts.
  private static let imageKeys = [
    "image_id", "image", "file_name", "filename", "key", "image_key", "stem",
  ]
  /// Most boxes of one record; they are held until the record's image is known.
  private static let recordBoxesMax = 4 << 20

  /// Members that hold a record's boxes; one of them, for `boxes` are corners and the others not.
  private static let boxKeys = ["bbox", "box", "boxes"]

  /// Whether a member's name says that its object is a record.
  static func isRecordKey(_ key: String) -> Bool {
    imageKeys.contains(key) || boxKeys.contains(key)
      || ["score", "scores", "logits"].contains(key)
  }

  /// A box or all boxes of an image.
  private struct Record {
    var reference: ImageReference?
    var rank = Int.max
    var boxes: [Double] = []
    var places: [ByteStream.Position] = []
    /// Boxes that have not 4 numbers.
    var odd: [(place: ByteStream.Position, count: Int)] = []
    var scores: [Double] = []
    /// The member that held the boxes.
    var boxKey: String?
    var isLogit = false
    var isCrowd = false

    /// Whether it holds all boxes of its image.
    var isWhole: Bool { boxKey == "boxes" }
    /// Boxes that it names, also those that cannot be used.
    var count: Int { places.count + odd.count }
  }

  /// Reads an array of records, or records one after another; returns the file's digest.
  static func readRecords(
    _ path: String, _ layout: ProposalLayout, into sink: inout ProposalSink
  ) throws -> SHA256Digest {
    let content = try FileContent(path: path, check: sink.check)
    var reader = JSONReader(try ByteStream(source: content, path: path))
    if layout == .cocoResults {
      try reader.array { try take(&$0, into: &sink) }
      try reader.finish()
    } else {
      while try reader.hasMore() { try take(&reader, into: &sink) }
    }
    return content.stored.digest
  }

  private static func take(_ reader: inout JSONReader, into sink: inout ProposalSink) throws {
    try reader.kind()
    let place = reader.stream.position
    let record = try record(&reader)
    guard let reference = record.reference else {
      throw reader.stream.malformed(
        "an object that names its image ('image_id', 'image', 'file_name' or 'key')",
        "one that does not", at: place)
    }
    guard record.boxKey != nil else {
      throw reader.stream.malformed(
        "an object with 'bbox' or 'boxes'", "one without them", at: place)
    }
    try add(record, of: sink.position(of: reference, isWhole: record.isWhole), place, reader, &sink)
  }

  private static func add(
    _ record: Record, of position: Int?, _ place: ByteStream.Position, _ reader: JSONReader,
    _ sink: inout ProposalSink
  ) throws {
    let count = record.count
    guard record.scores.isEmpty || record.scores.count == count else {
      throw reader.stream.malformed(
        "as many scores as boxes (\(count))", "\(record.scores.count)", at: place)
    }
    for (place, count) in record.odd {
      sink.reject(.invalidBox, "a box of \(count) numbers, expected 4", at: place)
    }
    // With a box left out, scores no longer stand beside their boxes.
    guard record.odd.isEmpty || record.scores.isEmpty else {
      for place in record.places {
        sink.reject(.invalidBox, "a box beside one that has not 4 numbers", at: place)
      }
      return
    }
    for (index, place) in record.places.enumerated() {
      try sink.add(
        ProposalSink.Row(
          numbers: Array(record.boxes[4 * index..<4 * index + 4]),
          score: record.scores.isEmpty ? nil : record.scores[index],
          scores: record.isLogit ? .logit : nil, format: record.isWhole ? .xyxy : .xywh),
        to: position, at: place)
    }
  }

  private static func record(_ reader: inout JSONReader) throws -> Record {
    var record = Record()
    try reader.object { reader, key in
      if let rank = imageKeys.firstIndex(of: key) {
        let reference = try reader.reference(isID: key == "image_id")
        if rank < record.rank { (record.reference, record.rank) = (reference, rank) }
        return
      }
      switch key {
      case "bbox", "box", "boxes":
        try claimBoxes(key, reader, &record)
        if record.isWhole {
          try reader.array { try box(&$0, into: &record) }
        } else {
          try box(&reader, into: &record)
        }
      case "score": take([try reader.looseNumber()], isLogit: false, into: &record)
      case "logit": take([try reader.looseNumber()], isLogit: true, into: &record)
      case "scores", "logits":
        let scores = try reader.looseNumbers(most: recordBoxesMax)
        take(scores, isLogit: key == "logits", into: &record)
      case "iscrowd": record.isCrowd = try reader.looseNumber() != 0
      default: try reader.skip()
      }
    }
    return record
  }

  private static func claimBoxes(
    _ key: String, _ reader: JSONReader, _ record: inout Record
  ) throws {
    guard record.boxKey == nil else {
      throw reader.stream.malformed("one of 'bbox', 'box' and 'boxes'", "'\(key)' as well")
    }
    record.boxKey = key
  }

  // Logits tell more than the probabilities beside them, whichever come first.
  private static func take(_ scores: [Double], isLogit: Bool, into record: inout Record) {
    guard isLogit || !record.isLogit else { return }
    (record.scores, record.isLogit) = (scores, isLogit)
  }

  private static func box(_ reader: inout JSONReader, into record: inout Record) throws {
    try reader.kind()
    let place = reader.stream.position
    guard record.count < recordBoxesMax else {
      throw reader.stream.malformed(
        "at most \(recordBoxesMax) boxes of one image", "more", at: place)
    }
    let numbers = try reader.looseNumbers(most: 64)
    guard numbers.count == 4 else {
      record.odd.append((place, numbers.count))
      return
    }
    record.boxes += numbers
    record.places.append(place)
  }

  /// Reads an object with `images` and `annotations`; returns the file's digest.
  ///
  /// Where annotations come first the file is read twice, so that none has to be kept.
  static func readDocument(_ path: String, into sink: inout ProposalSink) throws -> SHA256Digest {
    var positions: [UInt64: Int?]?
    while true {
      let content = try FileContent(path: path, check: sink.check)
      var reader = JSONReader(try ByteStream(source: content, path: path))
      var isDone = false
      try reader.object { reader, key in
        switch key {
        case "images" where positions == nil:
          var found: [UInt64: Int?] = [:]
          try reader.array { try image(&$0, into: &found, &sink) }
          positions = found
        case "annotations":
          guard let positions else { return try reader.skip() }
          isDone = true
          try reader.array { try annotation(&$0, positions, into: &sink) }
        default: try reader.skip()
        }
      }
      try reader.finish()
      guard positions != nil else {
        throw reader.stream.malformed("a member 'images'", "the end of the file")
      }
      if isDone { return content.stored.digest }
      if try !hasAnnotations(path, sink.check) {
        throw reader.stream.malformed("a member 'annotations'", "the end of the file")
      }
    }
  }

  private static func hasAnnotations(
    _ path: String, _ check: @escaping () throws -> Void
  ) throws -> Bool {
    var reader = JSONReader(try ByteStream(path: path, check: check))
    var object = try reader.openObject()
    while let key = try reader.nextKey(of: &object) {
      if key == "annotations" { return true }
      try reader.skip()
    }
    return false
  }

  private static func image(
    _ reader: inout JSONReader, into positions: inout [UInt64: Int?], _ sink: inout ProposalSink
  ) throws {
    try reader.kind()
    let place = reader.stream.position
    var id: UInt64?
    var name: String?
    var url: String?
    try reader.object { reader, key in
      switch key {
      case "id":
        id = try reader.reference(isID: true).id
      case "file_name": name = try reader.string()
      case "coco_url": url = try reader.string()
      default: try reader.skip()
      }
    }
    guard let id else {
      throw reader.stream.malformed(
        "an image whose 'id' is a whole number", "one without it", at: place)
    }
    // Names before ids: two data sets often share ids, hardly ever names. LVIS gives no names but
    // the pictures' addresses.
    let isByID = sink.options.match == .id || (name ?? url) == nil
    let position = sink.position(of: isByID ? .id(id) : .name(name ?? url ?? ""), isWhole: true)
    if let other = positions.updateValue(position, forKey: id), other != position {
      throw InputError.duplicateID(
        path: reader.stream.path, id: id, first: "one image", second: name ?? "another")
    }
  }

  private static func annotation(
    _ reader: inout JSONReader, _ positions: [UInt64: Int?], into sink: inout ProposalSink
  ) throws {
    try reader.kind()
    let place = reader.stream.position
    let record = try record(&reader)
    guard let id = record.reference?.id, record.boxKey != nil else {
      throw reader.stream.malformed(
        "an annotation with a whole number as 'image_id', and 'bbox'", "one without", at: place)
    }
    guard !record.isCrowd else { return sink.report.crowds += 1 }
    guard let position = positions[id] else {
      sink.report.boxes += 1
      sink.report.boxesExtra += 1
      return
    }
    try add(record, of: position, place, reader, &sink)
  }
}

extension JSONReader {
  /// Whether another value follows.
  fileprivate mutating func hasMore() throws -> Bool {
    try skipSpace()
    return try stream.peek() != nil
  }

  /// Takes what names an image: text, or a whole number, also as `139.0`.
  fileprivate mutating func reference(isID: Bool) throws -> ImageReference {
    try kind()
    let place = stream.position
    if try kind() == .string {
      return isID ? ImageReference(idText: try string()) : .name(try string())
    }
    let value = try integer()
    guard let id = UInt64(exactly: value) else {
      throw stream.malformed("an image id of at least 0", "\(value)", at: place)
    }
    return .id(id)
  }

  /// Takes an array of numbers.
  fileprivate mutating func looseNumbers(most: Int) throws -> [Double] {
    var numbers: [Double] = []
    try array { reader in
      guard numbers.count < most else {
        throw reader.stream.malformed("at most \(most) numbers", "more")
      }
      numbers.append(try reader.looseNumber())
    }
    return numbers
  }

  /// Takes a number, or `NaN`, `Infinity` and `-Infinity`, which are no JSON but which Python writes.
  fileprivate mutating func looseNumber() throws -> Double {
    try skipSpace()
    let start = stream.position
    scratch.removeAll(keepingCapacity: true)
    repeat {
      stream.take(into: &scratch) { !Self.isWordByte($0) }
      guard scratch.count <= 400 else {
        throw stream.malformed("a number of at most 400 characters", "a longer one", at: start)
      }
    } while try stream.peek().map(Self.isWordByte) ?? false
    for (word, value) in Self.pythonWords where scratch.elementsEqual(word.utf8) { return value }
    var grammar = NumberGrammar(scratch)
    if grammar.firstMistake() == nil, let value = DecimalText.value(scratch[...]) { return value }
    guard scratch.isEmpty else {
      let text = String(decoding: scratch.prefix(40), as: UTF8.self)
      throw stream.malformed("a number", "'\(text)'", at: start)
    }
    throw try stream.unexpected("a number")
  }

  private static let pythonWords = [
    ("NaN", Double.nan), ("Infinity", .infinity), ("-Infinity", -.infinity),
  ]

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == 0x2e
      || byte == 0x2d || byte == 0x2b
  }
}
