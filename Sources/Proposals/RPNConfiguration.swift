internal import Transformer

/// The `config.json` beside a converted region proposal network; see `schemas/rpn-model.md`.
struct RPNConfiguration: Hashable, Sendable, Decodable {
  /// Whose arithmetic is followed wherever the two differ.
  enum Kind: String, CaseIterable {
    /// Bilinear resize without antialiasing, rounded anchors, strides from the sizes of the maps,
    /// rank by probability.
    case torchvision
    /// Pillow's bilinear resize, exact anchors, fixed strides, rank by logit.
    case detectron2
  }

  /// The ResNet.
  struct Trunk: Hashable, Sendable, Decodable {
    /// Which convolution of a stage's first block halves the map.
    enum StrideIn: String, CaseIterable {
      case reduce = "1x1"
      case spatial = "3x3"
    }

    /// Channels behind the stem.
    var stem: Int
    /// Channels inside the blocks of each stage.
    var planes: [Int]
    /// Blocks of each stage.
    var blocks: [Int]
    var stride_in: String
    var norm_epsilon: Double
  }

  /// The feature pyramid; without one the last stage is the only level.
  struct Pyramid: Hashable, Sendable, Decodable {
    var channels: Int
    /// Of batch norms behind the convolutions; without one these have biases.
    var norm_epsilon: Double?
  }

  /// The convolutions that all levels share.
  struct Head: Hashable, Sendable, Decodable {
    var convolutions: Int
    var channels: Int
  }

  /// Boxes at each position.
  struct Anchors: Hashable, Sendable, Decodable {
    /// Square roots of areas in pixels, for each level.
    var sizes: [[Float]]
    /// Heights divided by widths.
    var ratios: [Float]
  }

  /// From bytes to numbers.
  struct Pixels: Hashable, Sendable, Decodable {
    /// What `order` may be.
    enum Order: String, CaseIterable { case rgb, bgr }
    var order: String
    /// In the order of the channels, out of 255, like the deviation.
    var mean: [Float]
    var deviation: [Float]
  }

  /// The size that the network sees.
  struct Resize: Hashable, Sendable, Decodable {
    /// Pixels of the shorter side, unless the longer one becomes too long.
    var shortest: Int
    var longest: Int
    /// Sides are filled up with zeros to a multiple of this.
    var multiple: Int
  }

  /// What happens to the boxes.
  struct Selection: Hashable, Sendable, Decodable {
    /// Boxes of a level that meet in the suppression.
    var pre_nms: Int
    /// Boxes that leave it.
    var post_nms: Int
    var nms_iou: Double
    /// In pixels of the resized image.
    var min_size: Float
  }

  var model_type: String
  var version: Int
  var kind: String
  var trunk: Trunk
  var pyramid: Pyramid?
  var head: Head
  var anchors: Anchors
  var pixels: Pixels
  var resize: Resize
  var proposals: Selection

  /// Whose arithmetic is followed; that there is such a kind was checked.
  var arithmetic: Kind { Kind(rawValue: kind) ?? .torchvision }

  /// Boxes at each position of a level.
  var anchorsPerPosition: Int { (anchors.sizes.first?.count ?? 0) * anchors.ratios.count }

  /// Levels on which boxes are proposed; a pyramid has one more than the trunk has stages.
  var levels: Int { pyramid == nil ? 1 : trunk.planes.count + 1 }

  /// Reads and checks the file; throws `ConfigurationError`.
  init(folder: ModelFolder) throws(ConfigurationError) {
    self = try folder.decode(RPNConfiguration.self, from: "config.json")
    let path = folder.configurationPath
    func check(
      _ key: String, _ isGood: Bool, _ expected: String, _ found: Any
    ) throws(ConfigurationError) {
      guard !isGood else { return }
      throw ConfigurationError(path: path, key: key, expected: expected, found: "\(found)")
    }
    try check(
      "model_type", model_type == "pseudobox_rpn",
      "`pseudobox_rpn` (convert a detector's checkpoint with scripts/convert/rpn.py)", model_type)
    try check("version", version == 1, "1", version)
    for (key, word, choices) in words {
      try check(key, choices.contains(word), "one of \(choices.joined(separator: ", "))", word)
    }
    for (key, value, range) in ranges {
      try check(key, range.contains(value), "\(range.lowerBound) to \(range.upperBound)", value)
    }
    try check(
      "trunk.blocks", trunk.blocks.count == trunk.planes.count, "a number for each of planes",
      trunk.blocks)
    try check("anchors.sizes", anchors.sizes.count == levels, "\(levels) levels", anchors.sizes)
    try check(
      "anchors.sizes", Set(anchors.sizes.map(\.count)).count == 1, "as many on every level",
      anchors.sizes)
    let lengths = anchors.sizes.flatMap(\.self) + anchors.ratios
    try check(
      "anchors", !lengths.isEmpty && lengths.allSatisfy { $0 > 0 && $0 < 1e5 },
      "positive sizes and ratios", lengths)
    try check("pixels.mean", pixels.mean.count == 3, "3 numbers", pixels.mean)
    try check(
      "pixels.deviation", pixels.deviation.count == 3 && pixels.deviation.allSatisfy { $0 > 0 },
      "3 positive numbers", pixels.deviation)
    try check(
      "resize.longest", resize.longest >= resize.shortest, "at least resize.shortest",
      resize.longest)
    try check(
      "proposals.nms_iou", (0...1).contains(proposals.nms_iou), "0 to 1", proposals.nms_iou)
    try check("proposals.min_size", proposals.min_size >= 0, "0 or more", proposals.min_size)
    for epsilon in [trunk.norm_epsilon, pyramid?.norm_epsilon ?? 0] {
      try check("norm_epsilon", (0...1).contains(epsilon), "0 to 1", epsilon)
    }
  }

  /// Words and what they may be.
  private var words: [(String, String, [String])] {
    [
      ("kind", kind, Kind.allCases.map(\.rawValue)),
      ("trunk.stride_in", trunk.stride_in, Trunk.StrideIn.allCases.map(\.rawValue)),
      ("pixels.order", pixels.order, Pixels.Order.allCases.map(\.rawValue)),
    ]
  }

  /// Whole numbers and what they may be; the limits keep a damaged file from asking for the earth.
  private var ranges: [(String, Int, ClosedRange<Int>)] {
    [
      ("trunk.stem", trunk.stem, 1...4096), ("trunk.planes", trunk.planes.count, 1...4),
      ("pyramid.channels", pyramid?.channels ?? 1, 1...4096),
      ("head.convolutions", head.convolutions, 1...8), ("head.channels", head.channels, 1...4096),
      ("anchors.sizes", anchors.sizes.first?.count ?? 0, 1...64),
      ("anchors.ratios", anchors.ratios.count, 1...64),
      ("resize.shortest", resize.shortest, 16...4096),
      ("resize.longest", resize.longest, 16...8192),
      ("resize.multiple", resize.multiple, 1...256),
      ("proposals.pre_nms", proposals.pre_nms, 1...1_000_000),
      ("proposals.post_nms", proposals.post_nms, 1...1_000_000),
    ] + trunk.planes.map { ("trunk.planes", $0, 1...4096) }
      + trunk.blocks.map { ("trunk.blocks", $0, 1...64) }
  }
}
