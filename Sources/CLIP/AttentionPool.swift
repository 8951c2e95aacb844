internal import Kernels
internal import Transformer

/// Attention of a map's mean over all of its positions, which takes the place of average pooling.
struct AttentionPool: Sendable {
  /// Columns of an embedding.
  var outputs: Int { output.outputs }

  private let positionEmbedding: Matrix
  private let queries: PackedWeights
  private let keysValues: PackedWeights
  private let attention: Attention
  private let output: PackedWeights

  /// Loads `name.positional_embedding` `[1 + positions, width]` and the four projections.
  init(
    _ name: String, positions: Int, width: Int, heads: Int, outputs: Int,
    from source: inout WeightSource
  ) {
    positionEmbedding = source.matrix(
      "\(name).positional_embedding", shape: [1 + positions, width])
    queries = source.linear("\(name).q_proj", outputs: width, inputs: width)
    var weights: [Float] = []
    var biases: [Float] = []
    for part in ["k_proj", "v_proj"] {
      weights += source.floats("\(name).\(part).weight", shape: [width, width])
      biases += source.floats("\(name).\(part).bias", shape: [width])
    }
    keysValues = PackedWeights(
      Matrix(rows: 2 * width, columns: width, values: weights), bias: biases)
    output = source.linear("\(name).c_proj", outputs: outputs, inputs: width)
    attention = Attention(heads: heads, headSize: width / heads, isCausal: false)
  }

  /// Embeddings `[images, outputs]` of maps with as many positions as have an embedding.
  func callAsFunction(_ maps: FeatureMap) -> Matrix {
    let perImage = maps.height * maps.width
    precondition(perImage + 1 == positionEmbedding.rows)
    var tokens = Matrix(rows: maps.images * (1 + perImage), columns: maps.channels)
    for image in 0..<maps.images {
      let first = image * (1 + perImage)
      let positions = maps.positions.rows(image * perImage..<(image + 1) * perImage)
      tokens.setRow(first, to: positions.meanRow()[...])
      for position in 0..<perImage {
        tokens.setRow(first + 1 + position, to: positions.row(position))
      }
      for token in 0...perImage {
        tokens.addToRow(first + token, positionEmbedding.row(token))
      }
    }
    let means = tokens.rows((0..<maps.images).map { $0 * (1 + perImage) })
    let attended = attention(
      queries: queries.product(means), queryEnds: (0..<maps.images).map { $0 + 1 },
      keysValues: keysValues.product(tokens),
      keyEnds: (0..<maps.images).map { ($0 + 1) * (1 + perImage) })
    return output.product(attended)
  }
}
