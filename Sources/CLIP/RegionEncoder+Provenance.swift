internal import Kernels

extension RegionEncoder {
  /// How embeddings are made, by name: what a data set records for those who read it.
  public var provenance: [String: String] {
    var facts = [
      "normalized": "false", "input_side": "\(model.imageSize)",
      "precision": model.precision.rawValue,
    ]
    switch mode {
    case .crop(let settings):
      facts["mode"] = "crop"
      facts["crop"] = settings.shape.rawValue
      facts["scales"] = settings.scales.map { "\($0)" }.joined(separator: ",")
      facts["rounding"] = settings.edges.rounding.rawValue
      facts["overhang"] = settings.edges.overhang.rawValue
      facts["filter"] = "\(model.pixelFilter)"
      if settings.scales.count > 1 { facts["scale_mean"] = settings.averaging.rawValue }
    case .roiAlign(let settings):
      facts["mode"] = "roi_align"
      facts["shortest_side"] = "\(settings.shortestSide)"
      facts["longest_side"] = "\(settings.longestSideMax)"
      facts["filter"] = "\(settings.filter)"
      let cells = model.imageSize / ModifiedResNet.trunkReduction
      facts["cells"] = "\(cells)x\(cells)"
    }
    return facts
  }
}
