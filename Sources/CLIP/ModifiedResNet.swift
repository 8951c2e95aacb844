internal import Kernels
internal import Transformer

/// CLIP's ResNet (RN50, RN101, RN50x4): a stem of three convolutions, means in place of strides,
/// and attention as the pooling (https://arxiv.org/abs/2103.00020, section 2.4).
struct ModifiedResNet: Sendable {
  /// The sizes that are not in the weights' names.
  struct Settings: Hashable, Sendable {
    /// Blocks of each of the four stages.
    var stages: [Int]
    /// Channels behind the stem; the last stage has 32 times as many.
    var width: Int
    /// Heads of the attention pool.
    var heads: Int
    /// Pixels along a side of the image for each position of the last map.
    static let reduction = 32
  }

  private let imageSize: Int
  private let stem: [Convolution]
  private let trunkBlocks: [Bottleneck]
  private let headBlocks: [Bottleneck]
  private let pool: AttentionPool

  /// Pixels along a side of the image for each position of the trunk's map.
  static let trunkReduction = 16

  /// Pixels a side that the trunk needs for a map of one position.
  ///
  /// The first convolution rounds up, the three means behind it round down.
  static let trunkSideMin = 15

  /// Images that go through the trunk together.
  ///
  /// The maps of RN50's first stage take 3 MB each; more images are no faster, and the memory of a
  /// worker does not grow with the batch.
  private static let imagesTogether = 4

  init(
    _ name: String, settings: Settings, imageSize: Int, outputs: Int,
    from source: inout WeightSource
  ) {
    self.imageSize = imageSize
    let width = settings.width
    stem = [
      source.convolution(
        "\(name).conv1", norm: "\(name).bn1", outputs: width / 2, inputs: 3, side: 3, stride: 2),
      source.convolution(
        "\(name).conv2", norm: "\(name).bn2", outputs: width / 2, inputs: width / 2, side: 3),
      source.convolution(
        "\(name).conv3", norm: "\(name).bn3", outputs: width, inputs: width / 2, side: 3),
    ]
    var blocks: [Bottleneck] = []
    var channels = width
    for (stage, count) in settings.stages.enumerated() {
      let planes = width << stage
      for block in 0..<count {
        blocks.append(
          Bottleneck(
            "\(name).layer\(stage + 1).\(block)", inputs: channels, planes: planes,
            halves: stage > 0 && block == 0, from: &source))
        channels = planes * Bottleneck.expansion
      }
    }
    trunkBlocks = Array(blocks.dropLast(settings.stages.last ?? 0))
    headBlocks = Array(blocks.suffix(settings.stages.last ?? 0))
    let side = imageSize / Settings.reduction
    pool = AttentionPool(
      "\(name).attnpool", positions: side * side, width: channels, heads: settings.heads,
      outputs: outputs, from: &source)
  }

  /// Un-normalised embeddings `[batch, outputs]` of planar pixels `[batch, 3 * side * side]`.
  func callAsFunction(_ pixels: Matrix) -> Matrix {
    var embeddings: [Float] = []
    for first in stride(from: 0, to: pixels.rows, by: ModifiedResNet.imagesTogether) {
      let last = min(first + ModifiedResNet.imagesTogether, pixels.rows)
      let images = FeatureMap(
        planar: pixels.rows(first..<last), channels: 3, height: imageSize, width: imageSize)
      embeddings += head(trunk(images)).values
    }
    return Matrix(rows: pixels.rows, columns: pool.outputs, values: embeddings)
  }

  /// The maps behind the last stage but one, of normalised pixels of any size.
  ///
  /// Their sides are the image's over 16, halves rounded as in the reference, and at least 1 for
  /// images of `trunkSideMin` pixels a side.
  func trunk(_ images: FeatureMap) -> FeatureMap {
    var maps = images
    for convolution in stem { maps = convolution(maps, activation: .relu) }
    maps = maps.halved()
    for block in trunkBlocks { maps = block(maps) }
    return maps
  }

  /// Un-normalised embeddings `[maps, outputs]` of maps as the trunk gives for square images.
  func head(_ maps: FeatureMap) -> Matrix {
    var maps = maps
    for block in headBlocks { maps = block(maps) }
    return pool(maps)
  }
}
