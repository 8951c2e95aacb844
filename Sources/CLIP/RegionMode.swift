public import Kernels

/// How a region of an image becomes what the image tower sees.
public enum RegionMode: Hashable, Sendable {
  /// Each region is cut out of the image and embedded as an image of its own.
  case crop(CropSettings)
  /// The trunk of a ResNet sees the whole image once; regions are cut out of its last map but one.
  case roiAlign(RoIAlignSettings)
}

/// The rules of regions that are cut out of the image.
public struct CropSettings: Hashable, Sendable {
  /// How a crop becomes a square.
  public var shape: CropMode
  /// Sizes of the crops around a box, 1 for the box itself; their embeddings are averaged.
  public var scales: [Float]
  /// How embeddings of several sizes are averaged.
  public var averaging: TextEncoder.Averaging
  /// How a box becomes whole pixels.
  public var edges: CropEdges

  /// Creates rules; scales are positive and finite, at least one.
  public init(
    shape: CropMode, scales: [Float] = [1], averaging: TextEncoder.Averaging = .rawMean,
    edges: CropEdges = CropEdges()
  ) {
    precondition(!scales.isEmpty && scales.allSatisfy { $0 > 0 && $0.isFinite })
    self.shape = shape
    self.scales = scales
    self.averaging = averaging
    self.edges = edges
  }
}

/// The rules of regions that are cut out of a feature map.
public struct RoIAlignSettings: Hashable, Sendable {
  /// Pixels of the image's shorter side after the resize.
  public var shortestSide: Int
  /// Most pixels of its longer side; the shorter side gives way.
  public var longestSideMax: Int
  /// The interpolation of the resize.
  public var filter: ResampleFilter

  /// Creates rules; RegionCLIP's by default.
  public init(
    shortestSide: Int = 800, longestSideMax: Int = 1333, filter: ResampleFilter = .bilinear
  ) {
    precondition(shortestSide > 0 && longestSideMax >= shortestSide)
    self.shortestSide = shortestSide
    self.longestSideMax = longestSideMax
    self.filter = filter
  }

  /// The size after the resize of an image of `width` by `height` pixels, each side at least 1.
  ///
  /// The arithmetic of detectron2's `ResizeShortestEdge`, in double precision as there.
  func resized(width: Int, height: Int) -> (width: Int, height: Int) {
    let scale = Double(shortestSide) / Double(min(width, height))
    var w = width <= height ? Double(shortestSide) : scale * Double(width)
    var h = width <= height ? scale * Double(height) : Double(shortestSide)
    if max(w, h) > Double(longestSideMax) {
      let reduction = Double(longestSideMax) / max(w, h)
      w *= reduction
      h *= reduction
    }
    return (max(1, Int(w + 0.5)), max(1, Int(h + 0.5)))
  }
}
