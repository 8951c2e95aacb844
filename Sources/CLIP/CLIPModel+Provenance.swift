internal import Kernels

extension CLIPModel {
  /// How regions are embedded, by name: what a data set records for those who read it.
  public func provenance(of mode: RegionMode) -> [String: String] {
    var facts = [
      "normalized": "false", "input_side": "\(imageSize)", "precision": precision.rawValue,
    ]
    switch mode {
    case .crop(let settings):
      facts["mode"] = "crop"
      facts["crop"] = settings.shape.rawValue
      facts["scales"] = settings.scales.map { "\($0)" }.joined(separator: ",")
      facts["rounding"] = settings.edges.rounding.rawValue
      facts["overhang"] = settings.edges.overhang.rawValue
      facts["filter"] = "\(pixelFilter)"
      if settings.scales.count > 1 { facts["scale_mean"] = settings.averaging.rawValue }
    case .roiAlign(let settings):
      facts["mode"] = "roi_align"
      facts["shortest_side"] = "\(settings.shortestSide)"
      facts["longest_side"] = "\(settings.longestSideMax)"
      facts["filter"] = "\(settings.filter)"
      let cells = imageSize / ModifiedResNet.trunkReduction
      facts["cells"] = "\(cells)x\(cells)"
    }
    return facts
  }
}
