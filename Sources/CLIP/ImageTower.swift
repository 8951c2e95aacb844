internal import Kernels
internal import Transformer

/// The image half of a CLIP, of either architecture.
enum ImageTower: Sendable {
  case transformer(VisionTransformer)
  case residual(ModifiedResNet)

  init(
    _ configuration: CLIPConfiguration, names: CLIPTensorNames, from source: inout WeightSource
  ) {
    switch configuration.vision {
    case .transformer(let settings, let patchSize):
      self = .transformer(
        VisionTransformer(
          settings, imageSize: configuration.imageSize, patchSize: patchSize,
          outputs: configuration.projection, names: names, from: &source))
    case .residual(let settings):
      self = .residual(
        ModifiedResNet(
          "visual", settings: settings, imageSize: configuration.imageSize,
          outputs: configuration.projection, from: &source))
    }
  }

  /// Un-normalised embeddings `[batch, projection]` of planar pixels `[batch, 3 * side * side]`.
  func callAsFunction(_ pixels: Matrix) -> Matrix {
    switch self {
    case .transformer(let tower): tower(pixels)
    case .residual(let tower): tower(pixels)
    }
  }
}
