import Codecs
public import Records
import ShardStore

/// A finished data set as exports see it.
public struct ExportSource: Sendable {
  /// One unit's two shards.
  public struct Unit: Hashable, Sendable {
    /// Path of the region shard.
    public let regions: String
    /// Path of the label shard; `nil` without a label set.
    public let labels: String?

    /// Creates a unit.
    public init(regions: String, labels: String?) {
      self.regions = regions
      self.labels = labels
    }
  }

  /// The units in the plan's order.
  public var units: [Unit]
  /// What the label set says of itself; `nil` without one.
  public var labelSet: LabelSetFacts?
  /// The concepts of the label set's pool; index = concept id.
  public var concepts: [Concept] = []
  /// A safetensors file with `text_embeddings` `[concepts, size]`; `nil` when there is none that
  /// belongs to the label set.
  public var textEmbeddings: String?
  /// The images' captions; `nil` when no caption file is known.
  public var captions: [ImageKey: [String]]?
  /// The folder of the images; `nil` when it is not known.
  public var imageFolder: String?
  /// Reads an image that lies in no folder; goes before `imageFolder`.
  public var readImage: (@Sendable (ImageKey) throws -> Result<[UInt8], Rejection>)?
  /// Ids of images by name, from the file of the categories; they go before the data set's own.
  public var imageIDs: [ImageKey: UInt64] = [:]
  /// Categories that concepts are written as; empty for the pool's own.
  public var categories: [Category] = []

  /// Creates a source.
  public init(units: [Unit], labelSet: LabelSetFacts? = nil) {
    self.units = units
    self.labelSet = labelSet
  }

  /// Whether images can be read at all.
  var hasImages: Bool { readImage != nil || imageFolder != nil }

  /// The encoded image; a bad one is a rejection.
  func image(_ key: ImageKey) throws -> Result<[UInt8], Rejection> {
    try readImage?(key) ?? RootFolder(path: imageFolder ?? "").read(key)
  }
}

/// What is known of one image.
struct ExportRecord {
  /// Place of the image in the data set.
  let ordinal: Int
  var regions: RegionRecord
  /// `nil` without a label set.
  let labels: LabelRecord?
  let captions: [String]

  var key: ImageKey { regions.key }

  /// The embedding of a region, or of the whole image for `boxes.count`, as 32-bit floats.
  func embedding(_ row: Int) -> [Float] {
    let size = regions.embeddingSize
    return regions.embeddings[row * size..<(row + 1) * size].map(Float.init)
  }

  /// The id of a region's nearest concept.
  func concept(of region: Int) -> Int? {
    guard let labels, labels.conceptsPerRegion > 0 else { return nil }
    return Int(labels.conceptIDs[region * labels.conceptsPerRegion])
  }
}

extension ExportSource {
  /// Calls `body` with every image in order, rejected ones included.
  ///
  /// - Throws: `ShardError` for damage, `ExportError.mismatch` when shards do not belong together.
  func forEach(hasEmbeddings: Bool, _ body: (ExportRecord) throws -> Void) throws {
    var ordinal = 0
    for unit in units {
      let regions = try ShardReader(path: unit.regions)
      let labels = try unit.labels.map { try ShardReader(path: $0) }
      try check(regions, labels)
      for index in 0..<regions.count {
        let record = try regions.regionRecord(at: index, includesEmbeddings: hasEmbeddings)
        let labelled = try labels?.labelRecord(at: index)
        if let labelled { try check(labelled, record, labels?.path ?? "") }
        try body(
          ExportRecord(
            ordinal: ordinal, regions: record, labels: labelled,
            captions: captions?[record.key] ?? []))
        ordinal += 1
      }
    }
  }

  /// Kinds of the proposal sources by their number: the label set's, else those that the first
  /// region shard names.
  func sourceKinds() throws -> [String] {
    if let labelSet { return labelSet.sources }
    guard let unit = units.first else { return [] }
    let facts = try ShardReader(path: unit.regions).header.proposals
    var kinds: [String] = []
    // A source's fact is its kind with its settings behind it.
    while let fact = facts["source \(kinds.count)"] {
      kinds.append(String(fact.prefix { $0 != " " }))
    }
    return kinds
  }

  /// Holds a unit's shards to each other and to the label set.
  private func check(_ regions: ShardReader, _ labels: ShardReader?) throws {
    guard let labelSet else { return }
    func expect(_ path: String, _ what: String, _ expected: String, _ found: String) throws {
      guard expected == found else {
        throw ExportError.mismatch(path: path, what: what, expected: expected, found: found)
      }
    }
    let header = regions.header
    try expect(
      regions.path, "regions digest", labelSet.regionsDigest, header.configDigest.hex)
    for (role, digest) in labelSet.models.sorted(by: { $0.key < $1.key }) {
      try expect(
        regions.path, "digest of the model \(role)", digest,
        header.modelDigests[role]?.hex ?? "none")
    }
    guard let labels else { return }
    try expect(
      labels.path, "pool digest", labelSet.poolDigest, labels.header.poolDigest?.hex ?? "none")
    try expect(labels.path, "number of images", "\(regions.count)", "\(labels.count)")
  }

  private func check(_ labels: LabelRecord, _ regions: RegionRecord, _ path: String) throws {
    func mismatch(_ what: String, _ expected: String, _ found: String) -> ExportError {
      .mismatch(path: path, what: "\(what) of \(regions.key)", expected: expected, found: found)
    }
    guard labels.key == regions.key else {
      throw mismatch("key", "\(regions.key)", "\(labels.key)")
    }
    guard labels.maxProbability.count == regions.boxes.count else {
      throw mismatch("regions", "\(regions.boxes.count)", "\(labels.maxProbability.count)")
    }
    let highest = (labels.conceptIDs + labels.classBoxes.map(\.conceptID)).max() ?? 0
    guard highest < max(1, concepts.count) else {
      throw mismatch("concept ids", "below \(concepts.count)", "\(highest)")
    }
  }
}
