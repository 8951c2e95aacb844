internal import Kernels
internal import Transformer

/// Attention of a map's mean over all of its positions, which takes the place of average pooling.
///
/// With one query for each head the keys' weights can be multiplied with it instead of with every
/// position, `(W x + b) . q = x . (transpose(W) q) + b . q`, whose last term is the same for all
/// positions and falls out of the softmax. A head's values are projected after they are mixed:
/// their weights sum to 1. Both are the reference's sums in another order, at a fraction of its
/// products.
struct AttentionPool: Sendable {
  /// Columns of an embedding.
  var outputs: Int { output.outputs }

  private let positionEmbedding: Matrix
  private let queries: PackedWeights
  /// For each head the transpose of its keys' weights, `[width, width / heads]`.
  private let keys: [PackedWeights]
  /// For each head its values' weights `[width / heads, width]`.
  private let values: [PackedWeights]
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
    let headSize = width / heads
    let keyWeights = source.matrix("\(name).k_proj.weight", shape: [width, width])
    // Checked with the others; it changes nothing.
    _ = source.floats("\(name).k_proj.bias", shape: [width])
    keys = (0..<heads).map { head in
      PackedWeights(keyWeights.rows(head * headSize..<(head + 1) * headSize).transposed())
    }
    let valueWeights = source.matrix("\(name).v_proj.weight", shape: [width, width])
    let valueBias = source.floats("\(name).v_proj.bias", shape: [width])
    values = (0..<heads).map { head in
      let rows = head * headSize..<(head + 1) * headSize
      return PackedWeights(valueWeights.rows(rows), bias: Array(valueBias[rows]))
    }
    output = source.linear("\(name).c_proj", outputs: outputs, inputs: width)
    attention = Attention(
      heads: 1, headSize: width, isCausal: false, scale: 1 / Float(headSize).squareRoot())
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
    let mixed = attention(
      queries: folded(queries.product(means)),
      queryEnds: (1...maps.images).map { $0 * keys.count }, over: tokens,
      ends: (1...maps.images).map { $0 * (1 + perImage) })
    return output.product(projected(mixed))
  }

  /// What positions are multiplied with for their scores, `[images * heads, width]`, an image's
  /// heads side by side.
  private func folded(_ queries: Matrix) -> Matrix {
    let headSize = queries.columns / keys.count
    var result = Matrix(rows: queries.rows * keys.count, columns: queries.columns)
    for (head, weights) in keys.enumerated() {
      let folded = weights.product(
        queries.columns(head * headSize..<(head + 1) * headSize))
      for image in 0..<queries.rows {
        result.setRow(image * keys.count + head, to: folded.row(image))
      }
    }
    return result
  }

  /// The values of all heads, `[images, width]`, of mixed positions `[images * heads, width]`.
  private func projected(_ mixed: Matrix) -> Matrix {
    let images = mixed.rows / values.count
    var result = Matrix(rows: images, columns: mixed.columns)
    for (head, weights) in values.enumerated() {
      let rows = mixed.rows((0..<images).map { $0 * values.count + head })
      result.setColumns(from: head * weights.outputs, to: weights.product(rows))
    }
    return result
  }
}
