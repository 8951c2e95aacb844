import Records

/// A name while its records are read from merged counts.
struct CountedName {
  /// Most spellings that a pool lists for a concept.
  static let surfacesMax = 8

  let name: String
  var record = CountRecord()
  /// Images that hold it; captions without an image are in `record.singles`.
  var images = 0
  /// The kinds whose records count.
  private(set) var kinds: Set<UInt8> = []
  private var spellings: [String: Int] = [:]
  private var lastImage: UInt64?

  init(_ name: String) {
    self.name = name
  }

  /// Images and captions without one.
  var documents: Int { images + record.singles }

  /// Adds the counts of a kind of the name.
  mutating func take(_ kind: UInt8, _ record: CountRecord) {
    kinds.insert(kind)
    self.record.add(record)
  }

  /// Takes a record of an image; one image of two kinds counts once.
  mutating func addImage(_ bytes: ArraySlice<UInt8>, _ kind: UInt8) {
    let hash = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard kinds.contains(kind), hash != lastImage else { return }
    lastImage = hash
    images += 1
  }

  /// Takes a record of a spelling.
  mutating func addSpelling(_ text: ArraySlice<UInt8>, _ kind: UInt8, _ occurrences: Int) {
    guard kinds.contains(kind) else { return }
    spellings[String(decoding: text, as: UTF8.self), default: 0] += occurrences
  }

  /// The finished concept under a name; spellings by count descending, then bytes.
  func concept(named name: String, nounRate: Double?) -> Concept {
    let ranked = spellings.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
    return Concept(
      name: name, occurrences: record.occurrences, images: documents,
      surfaceForms: ranked.prefix(Self.surfacesMax).map(\.key),
      example: record.example.map { String(decoding: $0.text, as: UTF8.self) } ?? "",
      nounRate: nounRate, physicalShare: NounTraits.physicalShare(of: name))
  }
}
