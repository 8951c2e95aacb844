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
  private let stem: [MapConvolution]
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
  private static let imagesTogether = 2
  /// Maps that go through the last stage together, whose weights are many and whose maps are small.
  private static let mapsTogether = 16

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
    var spare = SpareMaps()
    for start in stride(from: 0, to: pixels.rows, by: ModifiedResNet.mapsTogether) {
      let end = min(start + ModifiedResNet.mapsTogether, pixels.rows)
      var maps: [FeatureMap] = []
      for first in stride(from: start, to: end, by: ModifiedResNet.imagesTogether) {
        let some = pixels.rows(first..<min(first + ModifiedResNet.imagesTogether, end))
        maps.append(
          trunk(
            FeatureMap(planar: some, channels: 3, height: imageSize, width: imageSize),
            spare: &spare))
      }
      embeddings += head(FeatureMap(joining: maps, spare: &spare), spare: &spare).values
    }
    return Matrix(rows: pixels.rows, columns: pool.outputs, values: embeddings)
  }

  /// The maps behind the last stage but one, of normalised pixels of any size.
  ///
  /// Their sides are the image's over 16, halves rounded as in the reference, and at least 1 for
  /// images of `trunkSideMin` pixels a side.
  func trunk(_ images: FeatureMap, spare: inout SpareMaps) -> FeatureMap {
    var maps = images
    for convolution in stem {
      maps.replace(by: convolution(maps, activation: .relu, spare: &spare), spare: &spare)
    }
    maps.replace(by: maps.halved(spare: &spare), spare: &spare)
    for block in trunkBlocks { block(&maps, spare: &spare) }
    return maps
  }

  /// Un-normalised embeddings `[maps, outputs]` of maps as the trunk gives for square images.
  func head(_ maps: consuming FeatureMap, spare: inout SpareMaps) -> Matrix {
    for block in headBlocks { block(&maps, spare: &spare) }
    let embeddings = pool(maps)
    spare.keep(maps)
    return embeddings
  }
}
