internal import Kernels
internal import Transformer

/// What the small files of a CLIP folder say: its sizes, and how its pixels are prepared.
struct CLIPDescription: Sendable {
  let configuration: CLIPConfiguration
  let pixels: PreprocessorConfiguration

  /// Reads the files of a format; throws `ConfigurationError`.
  init(folder: ModelFolder, format: CLIPFormat) throws(ConfigurationError) {
    switch format {
    case .huggingFace:
      configuration = try CLIPConfiguration(huggingFace: folder)
      pixels = try PreprocessorConfiguration(folder: folder)
    case .openCLIP:
      let path = "\(folder.path)/\(OpenCLIPFile.name)"
      let file = try folder.decode(OpenCLIPFile.self, from: OpenCLIPFile.name)
      let variants = try folder.decode(OpenCLIPVariants.self, from: OpenCLIPFile.name)
      if !variants.keys.isEmpty {
        throw ConfigurationError(
          path: path, key: variants.keys.joined(separator: ", "),
          expected: "CLIP's ViT or ResNet and its text transformer",
          found: "a variant that cannot be computed")
      }
      configuration = try CLIPConfiguration(file, path: path)
      pixels = try CLIPDescription.pixels(
        file.preprocess_cfg, imageSize: configuration.imageSize, path: path)
    }
  }

  /// Mean, deviation and interpolation of `preprocess_cfg`; its `resize_mode` is not used, because
  /// the pipeline says how a box becomes a square.
  private static func pixels(
    _ file: OpenCLIPFile.Preprocess?, imageSize: Int, path: String
  ) throws(ConfigurationError) -> PreprocessorConfiguration {
    if let sizes = file?.size?.sizes, !sizes.allSatisfy({ $0 == imageSize }) {
      throw ConfigurationError(
        path: path, key: "preprocess_cfg.size", expected: "image_size \(imageSize)",
        found: "\(sizes)")
    }
    let filters: [String: ResampleFilter] = ["bicubic": .bicubic, "bilinear": .bilinear]
    let interpolation = file?.interpolation ?? "bicubic"
    guard let filter = filters[interpolation] else {
      throw ConfigurationError(
        path: path, key: "preprocess_cfg.interpolation", expected: "`bicubic` or `bilinear`",
        found: interpolation)
    }
    let mean = file?.mean ?? PreprocessorConfiguration.clipMean
    let deviation = file?.std ?? PreprocessorConfiguration.clipDeviation
    guard
      let pixels = PreprocessorConfiguration(mean: mean, deviation: deviation, filter: filter)
    else {
      throw ConfigurationError(
        path: path, key: "preprocess_cfg.mean, preprocess_cfg.std",
        expected: "three numbers each, deviations above 0", found: "\(mean), \(deviation)")
    }
    return pixels
  }
}
