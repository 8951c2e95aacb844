import Codecs
import Records

/// Joins images, ids, captions and classes by the images' names, in memory that does not grow.
///
/// Everything is sorted by name outside memory, then gone through once. Of images listed twice the
/// first counts. A caption with two names (Karpathy's files) goes to the image of the first that is
/// listed.
struct InputListBuilder {
  /// Most bytes of a name, as in shards.
  static let nameBytesMax = 1024

  private let space: SortSpace
  private var records: RecordSorter
  private var listings: UInt64 = 0
  private var ids: UInt64 = 0
  /// Images that cannot be listed.
  private(set) var report = InputReport()
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

  /// Adds an image of the list; returns what ties captions to this entry and no other of its name,
  /// or `nil` for a name that no shard can hold, which is counted.
  @discardableResult
  mutating func add(
    _ key: ImageKey, id: UInt64?, location: ImageLocation? = nil
  ) throws -> UInt64? {
    guard (1...Self.nameBytesMax).contains(key.bytes.count) else {
      report.reject(
        Rejection(
          .malformedRow,
          "an image's name of \(key.bytes.count) bytes, expected 1 to "
            + "\(Self.nameBytesMax): '\(key.description.prefix(60))'"))
      return nil
    }
    var payload = ListEncoder()
    payload.append((id == nil ? 0 : 1) + (location == nil ? 0 : 2))
    if let id { payload.append(id) }
    if let location { payload.append(location) }
    hasIDs = hasIDs || id != nil
    try append(key, .listing, listings, payload)
    listings += 1
    return listings
  }

  /// Adds an id that a caption file gives an image.
  mutating func add(id: UInt64, of key: ImageKey) throws {
    var payload = ListEncoder()
    payload.append(id)
    hasIDs = true
    try append(key, .id, ids, payload)
    ids += 1
  }

  /// Adds a caption; of one image they stay in the order of `ordinal`.
  ///
  /// With `listing` it belongs to that entry of the list alone.
  mutating func add(
    caption: String, of key: ImageKey, shortKey: ImageKey? = nil, ordinal: UInt64,
    listing: UInt64 = 0
  ) throws {
    if ordinal < firstCaption?.ordinal ?? .max { firstCaption = (ordinal, key) }
    try add(.caption, caption, of: key, shortKey, ordinal, listing)
  }

  /// Adds a class of an image, in order as captions are.
  mutating func add(
    label: String, of key: ImageKey, shortKey: ImageKey? = nil, ordinal: UInt64
  ) throws {
    if firstLabel == nil { firstLabel = key }
    try add(.label, label, of: key, shortKey, ordinal, 0)
  }

  private mutating func add(
    _ kind: JoinRecord.Kind, _ text: String, of key: ImageKey, _ shortKey: ImageKey?,
    _ ordinal: UInt64, _ listing: UInt64
  ) throws {
    var payload = ListEncoder()
    payload.append(shortKey?.bytes ?? [])
    payload.append(Array(text.utf8))
    payload.append(listing)
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
