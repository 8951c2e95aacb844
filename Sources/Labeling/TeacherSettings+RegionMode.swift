import CLIP
import Kernels

extension TeacherSettings {
  /// The mode of the settings in the encoder's terms.
  var regionMode: RegionMode {
    switch mode {
    case .crop:
      .crop(
        CropSettings(
          shape: cropShape, scales: scales.map(Float.init),
          averaging: scaleMean == .raw ? .rawMean : .normalizedMean,
          edges: CropEdges(
            rounding: rounding == .nearest ? .nearest : .truncate,
            overhang: overhang == .clip ? .clip : .black)))
    case .roiAlign:
      .roiAlign(
        RoIAlignSettings(
          shortestSide: roiAlign.shortestSide, longestSideMax: roiAlign.longestSide,
          filter: roiAlign.filter == .bilinear ? .bilinear : .bicubic))
    }
  }

  private var cropShape: CropMode {
    switch crop {
    case .squash: .squash
    case .shortestCenter: .shortestCenter
    case .pad: .pad
    }
  }
}
