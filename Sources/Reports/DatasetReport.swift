import Codecs
import Concepts
public import Records
import ShardStore

/// The report of a finished data set, made from its shards, the user's images and what is known of
/// them.
///
/// Shards are read one record at a time and images are decoded only for the pictures shown, so
/// memory follows the pool and the ground truth, not the data set.
public struct DatasetReport {
  /// A unit's two shards, and its images in their order.
  public struct Unit: Hashable, Sendable {
    /// Path of the region shard.
    public var regions: String
    /// Path of the label shard.
    public var labels: String
    /// The unit's images as positions in the list of images.
    public var images: Range<Int>

    /// Creates a unit.
    public init(regions: String, labels: String, images: Range<Int>) {
      self.regions = regions
      self.labels = labels
      self.images = images
    }
  }

  private let settings: ReportSettings
  private let images: (Range<Int>) throws -> [InputImage]
  private let read: (ImageKey) throws -> Result<[UInt8], Rejection>
  private let groundTruth: GroundTruth?
  private let concepts: [Concept]
  private let sources: [ReportSource]

  /// Creates a report; `images` gives those of a unit, `read` an image's encoded bytes.
  public init(
    settings: ReportSettings, images: @escaping (Range<Int>) throws -> [InputImage],
    read: @escaping (ImageKey) throws -> Result<[UInt8], Rejection>,
    groundTruth: GroundTruth?, concepts: [Concept], sources: [ReportSource]
  ) {
    self.settings = settings
    self.images = images
    self.read = read
    self.groundTruth = groundTruth
    self.concepts = concepts
    self.sources = sources
  }

  /// Measures `units` and writes the report's files into `folder`.
  ///
  /// - Parameters:
  ///   - units: The data set's units in the plan's order.
  ///   - facts: What cannot be measured from records.
  ///   - evaluation: Images that must not be in the data set; looked for when given.
  ///   - folder: Made when it is missing; files of an earlier report are replaced.
  ///   - advance: Called after each image of the data set; may throw to stop.
  ///   - stopping: Called after each evaluation image; may throw to stop.
  /// - Returns: The numbers and the page's path.
  /// - Throws: `ShardError` for a missing or damaged shard, `ReportError` when records do not fit
  ///   each other, `FileError` when the report cannot be written.
  public func write(
    _ units: [Unit], facts: ReportFacts, evaluation: EvaluationImages? = nil,
    into folder: String, advance: () throws -> Void, stopping: () throws -> Void = {}
  ) throws -> (report: Report, page: String) {
    var builder = ReportBuilder(
      settings: settings, groundTruth: groundTruth, concepts: concepts, sources: sources,
      normalize: ConceptName.normalForm)
    for unit in units {
      let regions = try ShardReader(path: unit.regions)
      let labels = try ShardReader(path: unit.labels)
      for (index, image) in try images(unit.images).enumerated() {
        try builder.add(
          image: image, regions: regions.regionRecord(at: index, includesEmbeddings: false),
          labels: labels.labelRecord(at: index))
        try advance()
      }
    }
    let evaluated = try evaluation?.read(orientation: settings.orientation, advance: stopping)
    let finished = builder.finish(facts: facts, evaluation: evaluated) {
      Self.key(ofImage: $0, in: units)
    }
    let page = try finished.files { key in
      try? ImageDecoder.decode(try read(key).get(), orientation: settings.orientation).get()
    }.write(into: folder)
    return (finished.report, page)
  }

  /// The key of an image by its place among the images of `units`, from its shard.
  private static func key(ofImage place: Int, in units: [Unit]) -> String {
    var first = 0
    for unit in units {
      let index = place - first
      if index < unit.images.count {
        let reader = try? ShardReader(path: unit.regions)
        let record = try? reader?.regionRecord(at: index, includesEmbeddings: false)
        return record?.key.description ?? "image \(place)"
      }
      first += unit.images.count
    }
    return "image \(place)"
  }
}
