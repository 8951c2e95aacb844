import Codecs
import Records

/// The samples of WebDataset archives: members of one archive whose names are the same up to the
/// first dot behind the last slash, in whatever order and place.
///
/// `jpg`, `jpeg` and `png` members are images, `txt` and `caption` members one caption each, and a
/// `json` member holds captions under the usual keys. A sample with both has those of its texts:
/// img2dataset writes the same caption into either.
struct TarSamples {
  /// Whether a member is read for its captions.
  static func isText(_ name: [UInt8]) -> Bool {
    rank(split(name).ending) != nil
  }

  private enum Ending {
    static let images = ["jpg", "jpeg", "png"]
    static let texts = ["txt", "caption"]
  }

  private static func rank(_ ending: String) -> Int? {
    Ending.texts.contains(ending) ? 0 : ending == "json" ? 1 : nil
  }

  /// Sample and ending of a member's name.
  static func split(_ name: [UInt8]) -> (sample: [UInt8], ending: String) {
    let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    guard let dot = name[start...].firstIndex(of: UInt8(ascii: ".")) else { return (name, "") }
    let ending = String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
    return (Array(name[..<dot]), ending)
  }

  /// A caption with the member that holds it: a text, or a json, and where in the archive.
  private struct Found {
    var rank: Int
    var ending: [UInt8]
    var offset: Int
    var ordinal: UInt64
    var text: String
  }

  private var sorter: RecordSorter
  private var ordinal: UInt64 = 0
  private let usesCaptions: Bool
  private let check: () throws -> Void
  /// What was found and what could not be used.
  private(set) var report = InputReport()

  init(_ space: SortSpace, usesCaptions: Bool) {
    sorter = RecordSorter(space)
    check = space.check
    self.usesCaptions = usesCaptions
  }

  /// Reads an archive; `prefix` goes before the keys of its images.
  mutating func add(
    _ container: InputContainer, number: Int, prefix: [UInt8]
  ) throws -> InputStamp {
    let facts = InputStamp.facts(container.path)
    var links = 0
    let digest = try TarScan.scan(container.path, check: check, link: { links += 1 }) {
      name, location, text in
      try add(name, location, text, container: number, prefix: prefix, path: container.path)
    }
    report.links += links
    return InputStamp(
      of: container.path, check: .members, digest: digest.hex, facts: facts)
  }

  private mutating func add(
    _ name: [UInt8], _ location: Range<Int>, _ text: [UInt8]?, container: Int, prefix: [UInt8],
    path: String
  ) throws {
    let (sample, ending) = Self.split(name)
    // Samples of different archives never meet.
    let sampleName = JoinRecord.bigEndian(UInt64(container)) + sample
    var payload = ListEncoder()
    if Ending.images.contains(ending) {
      payload.append(prefix + name)
      payload.append(
        ImageLocation(container: container, offset: location.lowerBound, bytes: location.count))
      try append(sampleName, .listing, payload)
    } else if let rank = Self.rank(ending) {
      guard usesCaptions else { return }
      for caption in captions(text, rank, name, path) {
        payload = ListEncoder()
        payload.append(rank)
        payload.append(Array(name.dropFirst(sample.count)))
        payload.append(location.lowerBound)
        payload.append(Array(caption.utf8))
        try append(sampleName, .caption, payload)
      }
    } else {
      report.otherFiles += 1
    }
  }

  private mutating func append(
    _ sample: [UInt8], _ kind: JoinRecord.Kind, _ payload: ListEncoder
  ) throws {
    let record = JoinRecord(name: sample, kind: kind, ordinal: ordinal, payload: payload.bytes)
    try sorter.append(record.bytes)
    ordinal += 1
  }

  /// The captions of a member; a bad one is counted.
  private mutating func captions(
    _ bytes: [UInt8]?, _ rank: Int, _ name: [UInt8], _ path: String
  ) -> [String] {
    let place = "\(path): member '\(String(decoding: name.prefix(200), as: UTF8.self))'"
    func reject(_ reason: Rejection.Reason, _ what: String) -> [String] {
      report.reject(Rejection(reason, "\(place): \(what)"))
      return []
    }
    guard let bytes else {
      return reject(.captionTooLong, "more than \(TarScan.textBytesMax) bytes of text")
    }
    var found: [String]
    if rank == 0 {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return reject(.invalidText, "expected UTF-8 text")
      }
      found = [text]
    } else {
      do {
        let content = try JSONCaptionRecord(CaptionOptions()).content(
          of: bytes, at: ByteStream.Position(line: 1, column: 1), in: path)
        // A json without a caption holds other things about the image.
        guard let captions = content.captions else { return [] }
        found = captions
      } catch {
        return reject(.malformedRow, "\(error)")
      }
    }
    report.captions += found.count
    found = found.map { text in
      var text = text
      while let last = text.last, last.isNewline { text.removeLast() }
      return text
    }
    let good = found.filter { !$0.allSatisfy(\.isWhitespace) }
    if good.count < found.count { _ = reject(.emptyCaption, "the caption is empty") }
    return good
  }

  /// Adds the samples to `builder`.
  mutating func finish(into builder: inout InputListBuilder) throws {
    var reader = try sorter.finish().reader()
    var sample: [UInt8] = []
    var keys: [ImageKey: UInt64] = [:]
    var captions: [Found] = []
    while let bytes = try reader.record() {
      let record = JoinRecord(bytes)
      if record.name != sample {
        try end(keys, captions, into: &builder)
        sample = record.name
        keys = [:]
        captions = []
      }
      var payload = ListDecoder(record.payload)
      if record.kind == .listing {
        let key = ImageKey(bytes: payload.bytes() ?? [])
        let listing = try builder.add(key, id: nil, location: payload.location())
        if let listing, keys[key] == nil { keys[key] = listing }
      } else {
        captions.append(
          Found(
            rank: payload.integer() ?? 0, ending: payload.bytes() ?? [],
            offset: payload.integer() ?? 0, ordinal: record.ordinal,
            text: String(decoding: payload.bytes() ?? [], as: UTF8.self)))
      }
    }
    try end(keys, captions, into: &builder)
  }

  /// Adds the captions of a sample, those of its texts if it has any; of a member that comes twice
  /// the first counts.
  private mutating func end(
    _ keys: [ImageKey: UInt64], _ captions: [Found], into builder: inout InputListBuilder
  ) throws {
    let best = captions.map(\.rank).min()
    let first = Dictionary(captions.map { ($0.ending, $0.offset) }, uniquingKeysWith: min)
    for caption in captions where caption.rank == best {
      guard !keys.isEmpty, caption.offset == first[caption.ending] else {
        report.captionsWithoutImage += 1
        continue
      }
      for (key, listing) in keys.sorted(by: { $0.value < $1.value }) {
        try builder.add(
          caption: caption.text, of: key, ordinal: caption.ordinal, listing: listing)
      }
    }
  }
}
