import Codecs
import Records

/// Joins images, ids, captions and classes by the images' names, in memory that does not grow.
///
/// Everything is sorted by name outside memory, then gone through once. Of images listed twice the
/// first counts. A caption with two names (Karpathy's files) goes to the image of the first that is
/// listed.
struct InputListBuilder {
  private let space: SortSpace
  private var records: RecordSorter
  private var listings: UInt64 = 0
  private var ids: UInt64 = 0
  private var firstCaption: (ordinal: UInt64, key: ImageKey)?
  /// The first image that a class was added to.
  private(set) var firstLabel: ImageKey?
  private var hasIDs = false
  private var hasShortKeys = false

  /// Creates an empty builder that works in `space`.
  init(_ space: SortSpace) {
    self.space = space
    records = RecordSorter(space)
  }

  /// Whether no image was listed.
  var isEmpty: Bool { listings == 0 }

  /// Adds an image of the list.
  mutating func add(_ key: ImageKey, id: UInt64?, location: ImageLocation? = nil) throws {
    var payload = ListEncoder()
    payload.append((id == nil ? 0 : 1) + (location == nil ? 0 : 2))
    if let id { payload.append(id) }
    if let location { payload.append(location) }
    hasIDs = hasIDs || id != nil
    try append(key, .listing, listings, payload)
    listings += 1
  }

  /// Adds an id that a caption file gives an image.
  mutating func add(id: UInt64, of key: ImageKey) throws {
    var payload = ListEncoder()
    payload.append(id)
    hasIDs = true
    try append(key, .id, ids, payload)
    ids += 1
  }

  /// Adds a caption; of one image they stay in the order in which they are added.
  mutating func add(
    caption: String, of key: ImageKey, shortKey: ImageKey? = nil, ordinal: UInt64
  ) throws {
    if ordinal < firstCaption?.ordinal ?? .max { firstCaption = (ordinal, key) }
    try add(.caption, caption, of: key, shortKey, ordinal)
  }

  /// Adds a class of an image, in order as captions are.
  mutating func add(
    label: String, of key: ImageKey, shortKey: ImageKey? = nil, ordinal: UInt64
  ) throws {
    if firstLabel == nil { firstLabel = key }
    try add(.label, label, of: key, shortKey, ordinal)
  }

  private mutating func add(
    _ kind: JoinRecord.Kind, _ text: String, of key: ImageKey, _ shortKey: ImageKey?,
    _ ordinal: UInt64
  ) throws {
    var payload = ListEncoder()
    payload.append(shortKey?.bytes ?? [])
    payload.append(Array(text.utf8))
    if shortKey != nil { hasShortKeys = true }
    try records.append(
      JoinRecord(name: key.bytes, kind: kind, ordinal: ordinal, payload: payload.bytes).bytes)
  }

  private mutating func append(
    _ key: ImageKey, _ kind: JoinRecord.Kind, _ ordinal: UInt64, _ payload: ListEncoder
  ) throws {
    try records.append(
      JoinRecord(name: key.bytes, kind: kind, ordinal: ordinal, payload: payload.bytes).bytes)
  }

  /// Ends the collection; the images can then be gone through in the order of their names.
  mutating func finish() throws -> JoinedInputs {
    let sorted = try records.finish()
    var second = RecordSorter(space)
    var usesOrdinals = true
    if hasIDs || hasShortKeys {
      var ids = RecordSorter(space)
      var images = try JoinedInputs.Reader(sorted, second: nil)
      while let image = try images.next(lost: { try second.append($0.bytes) }) {
        if let id = image.id { try ids.append(JoinRecord.bigEndian(id)) }
      }
      usesOrdinals = try Self.distinct(ids.finish()) < images.counts.images
    }
    return JoinedInputs(
      records: sorted, second: try second.finish(), usesOrdinals: usesOrdinals,
      firstCaption: firstCaption?.key)
  }

  private static func distinct(_ ids: SortedRecords) throws -> Int {
    var count = 0
    var last: [UInt8]?
    var reader = try ids.reader()
    while let id = try reader.record() {
      if id != last { count += 1 }
      last = id
    }
    return count
  }
}
