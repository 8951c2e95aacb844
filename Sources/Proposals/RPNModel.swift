internal import Kernels
public import Records
internal import Transformer

/// A region proposal network: class-agnostic boxes from a ResNet, with or without a feature pyramid
/// (https://arxiv.org/abs/1506.01497, section 3; https://arxiv.org/abs/1612.03144).
///
/// Follows torchvision's or detectron2's arithmetic to the order of equal boxes, as the folder's
/// `kind` says. Immutable; runs on the calling thread.
public struct RPNModel: Sendable {
  /// Changes of the folder's own settings.
  public struct Options: Hashable, Sendable {
    /// Boxes of a level that meet in the suppression.
    public var preNMS: Int?
    /// Boxes that leave it.
    public var postNMS: Int?
    /// Overlap above which the lesser of two boxes of a level goes.
    public var overlapMax: Double?

    /// Changes nothing unless told.
    public init(preNMS: Int? = nil, postNMS: Int? = nil, overlapMax: Double? = nil) {
      self.preNMS = preNMS
      self.postNMS = postNMS
      self.overlapMax = overlapMax
    }
  }

  /// One proposal.
  public struct Output: Hashable, Sendable {
    /// Where, in pixels of the original image.
    public var box: Box
    /// Raw objectness.
    public var logit: Float
  }

  /// The folder that was loaded.
  public let folder: String

  private let settings: RPNConfiguration
  private let trunk: RPNTrunk
  private let pyramid: FeaturePyramid?
  private let head: RPNHead
  private let anchors: [AnchorGrid]
  private let input: RPNInput

  /// Pixels from one position to the next in the trunk's first stage.
  private static let firstStride = 4

  /// Loads a folder that `scripts/convert/rpn.py` made.
  ///
  /// Throws `ConfigurationError`, `SafetensorsError`, and `CheckpointError` with every tensor that
  /// is missing, misshaped or superfluous.
  public init(folder: String, options: Options = Options()) throws {
    let folder = ModelFolder(path: folder)
    var settings = try RPNConfiguration(folder: folder)
    settings.proposals.pre_nms = options.preNMS ?? settings.proposals.pre_nms
    settings.proposals.post_nms = options.postNMS ?? settings.proposals.post_nms
    settings.proposals.nms_iou = options.overlapMax ?? settings.proposals.nms_iou
    var source = WeightSource(try folder.weights())
    let trunk = RPNTrunk(settings.trunk, from: &source)
    let pyramid = settings.pyramid.map {
      FeaturePyramid($0, inputs: trunk.channels, from: &source)
    }
    head = RPNHead(
      settings.head, inputs: settings.pyramid?.channels ?? trunk.channels.last ?? 0,
      anchors: settings.anchorsPerPosition, from: &source)
    try source.finish()
    self.folder = folder.path
    self.trunk = trunk
    self.pyramid = pyramid
    self.settings = settings
    anchors = settings.anchors.sizes.map {
      AnchorGrid(sizes: $0, ratios: settings.anchors.ratios, kind: settings.arithmetic)
    }
    input = RPNInput(settings)
  }

  /// The network's proposals in its own order, best first.
  ///
  /// Boxes are clipped by the network in resized pixels; those of a torchvision network can reach
  /// beyond the original image by a rounding error.
  ///
  /// Throws `CheckpointError` with the image's name where no prediction is finite.
  public func detect(_ image: PixelImage, named name: String = "an image") throws -> [Output] {
    let size = input.size(of: image)
    let map = input.map(of: image, size: size)
    let (height, width) = (map.height, map.width)
    var candidates = RPNCandidates(kind: settings.arithmetic, settings: settings.proposals)
    func add(_ level: Int, _ map: FeatureMap) {
      let fixed = RPNModel.firstStride << (pyramid == nil ? settings.trunk.planes.count - 1 : level)
      let isFixed = settings.arithmetic == .detectron2
      candidates.add(
        head(map), width: map.width, level: level, anchors: anchors[level],
        strideX: isFixed ? fixed : width / map.width,
        strideY: isFixed ? fixed : height / map.height)
    }
    if let pyramid {
      pyramid.forEachLevel(of: trunk(map), add)
    } else if let last = trunk(map).last {
      add(0, last)
    }
    guard candidates.hasFinite else {
      throw CheckpointError(path: folder, problems: [.notFiniteOutput(name)])
    }
    let found = candidates.proposals(width: size.width, height: size.height)
    return found.compactMap { box, logit in
      input.original(box, size: size, image: image).map { Output(box: $0, logit: logit) }
    }
  }
}
