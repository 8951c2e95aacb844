internal import Kernels
internal import Transformer

/// CLIP's causal text transformer: embeddings, blocks, projection of the end-of-text token.
struct TextTower: Sendable {
  private let tokenEmbedding: Matrix
  private let positions: Matrix
  private let tower: Tower
  private let finalNorm: LayerNorm
  private let projection: PackedWeights

  init(_ configuration: CLIPConfiguration, from source: inout WeightSource) {
    let settings = configuration.text
    tokenEmbedding = source.matrix(
      "text_model.embeddings.token_embedding.weight",
      shape: [configuration.vocabularySize, settings.width])
    positions = source.matrix(
      "text_model.embeddings.position_embedding.weight",
      shape: [configuration.context, settings.width])
    tower = Tower("text_model.encoder", settings: settings, keeping: .oneToken, from: &source)
    finalNorm = source.layerNorm(
      "text_model.final_layer_norm", width: settings.width, epsilon: settings.epsilon)
    projection = source.linear(
      "text_projection", outputs: configuration.projection, inputs: settings.width, hasBias: false)
  }

  /// Un-normalised embeddings `[texts, projection]`.
  ///
  /// Texts lie one behind the other without padding: under the causal mask nothing behind the end
  /// of text reaches it, so leaving the padding out changes no bit.
  func callAsFunction(_ texts: [[Int32]]) -> Matrix {
    var ends: [Int] = []
    for ids in texts {
      precondition(!ids.isEmpty && ids.count <= positions.rows, "\(ids.count) tokens")
      ends.append((ends.last ?? 0) + ids.count)
    }
    var tokens = tokenEmbedding.rows(texts.joined().map { Int($0) })
    var row = 0
    for ids in texts {
      for position in ids.indices {
        tokens.addToRow(row, positions.row(position))
        row += 1
      }
    }
    return projection.product(finalNorm(tower.lastTokens(tokens, ends: ends)))
  }
}
