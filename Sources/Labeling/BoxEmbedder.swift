import CLIP
import Codecs
public import Inputs
import Kernels
public import Records

/// Embeds boxes that somebody names, as a pipeline's regions pass would.
public struct BoxEmbedder: Sendable {
  /// What was made of one image.
  public struct Embedded: Sendable {
    /// The image's path below the image folder.
    public let key: ImageKey
    /// The boxes that have an embedding, in the order of the file.
    public let boxes: [Box]
    /// Un-normalised embeddings `[boxes + 1, embeddingSize]`, the whole image last; `nil` for an
    /// image that cannot be embedded.
    public let embeddings: [Float]?
    /// Why the image, or some of its boxes, cannot be embedded.
    public let rejections: [Rejection]
  }

  /// Columns of an embedding.
  public var embeddingSize: Int { encoder.model.embeddingSize }
  /// How embeddings are made, by name, as plans and shards record it.
  public let provenance: [String: String]

  private let encoder: RegionEncoder
  private let root: RootFolder
  private let orientation: OrientationRule

  /// Loads the teacher of a pipeline.
  public init(settings: PipelineSettings) throws {
    let teacher = settings.regions.teacher
    encoder = try RegionEncoder(
      model: teacher.load(.image), mode: teacher.regionMode, batch: teacher.batch)
    provenance = settings.provenance(of: encoder.model)
    root = RootFolder(path: settings.input.images)
    orientation = settings.input.exifOrientation.rule
  }

  /// The boxes of a COCO instances json by image, in the order of the images' keys, and what was
  /// found wrong with others.
  public static func boxes(
    of path: String
  ) throws -> (images: [(key: ImageKey, boxes: [Box])], report: InputReport) {
    let read = try GroundTruthSource(path: path).read()
    let images = read.truth.boxes.sorted { $0.key < $1.key }
      .map { (key: $0.key, boxes: $0.value.map(\.box)) }
    return (images, read.report)
  }

  /// Embeds boxes of one image; throws for failures of the machine, and
  /// `EmbeddingFault` for a checkpoint that gives no embeddings.
  public func embed(_ key: ImageKey, boxes: [Box]) throws -> Embedded {
    func rejected(_ rejection: Rejection) -> Embedded {
      Embedded(key: key, boxes: [], embeddings: nil, rejections: [rejection])
    }
    let image: PixelImage
    switch try root.read(key) {
    case .failure(let rejection): return rejected(rejection)
    case .success(let bytes):
      switch ImageDecoder.decode(bytes, orientation: orientation) {
      case .failure(let rejection): return rejected(rejection)
      case .success(let pixels): image = pixels
      }
    }
    if let rejection = encoder.rejection(of: image) { return rejected(rejection) }
    let verdicts = boxes.map { ($0, encoder.rejection(of: $0, in: image)) }
    let good = verdicts.filter { $0.1 == nil }.map(\.0)
    let embeddings = encoder.embed(image: image, boxes: good)
    try EmbeddingFault.check(embeddings) { $0 < good.count ? "box \($0) of \(key)" : "\(key)" }
    return Embedded(
      key: key, boxes: good, embeddings: embeddings.values,
      rejections: verdicts.compactMap(\.1))
  }
}
