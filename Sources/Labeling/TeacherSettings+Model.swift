import CLIP
import Kernels

extension TeacherSettings {
  /// The teacher with some of its towers; throws what `CLIPModel.init` throws.
  func load(_ towers: CLIPTowers) throws -> CLIPModel {
    try CLIPModel(folder: model, precision: precision == .int8 ? .int8 : .f32, towers: towers)
  }

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
