public import Kernels

/// Token and position embeddings of a text tower.
public struct TokenEmbedding: Sendable {
  /// Most tokens of a text.
  public var context: Int { positions.rows }
  /// Number of token ids.
  public var vocabulary: Int { tokens.rows }

  private let tokens: Matrix
  private let positions: Matrix

  /// Loads `name.token_embedding.weight` and `name.position_embedding.weight`.
  public init(
    _ name: String, vocabulary: Int, context: Int, width: Int, from source: inout WeightSource
  ) {
    self.init(
      tokens: "\(name).token_embedding.weight", positions: "\(name).position_embedding.weight",
      vocabulary: vocabulary, context: context, width: width, from: &source)
  }

  /// Loads the two tensors by their full names.
  public init(
    tokens: String, positions: String, vocabulary: Int, context: Int, width: Int,
    from source: inout WeightSource
  ) {
    self.tokens = source.matrix(tokens, shape: [vocabulary, width])
    self.positions = source.matrix(positions, shape: [context, width])
  }

  /// Tokens of texts one behind the other, `[tokens, width]`, and where each text ends.
  ///
  /// No text is padded: under the causal mask nothing behind the end of a text reaches it, so
  /// leaving padding out is exact. The first id of each text stands at position `first`.
  public func callAsFunction(
    _ texts: [ArraySlice<Int32>], from first: Int = 0
  ) -> (tokens: Matrix, ends: [Int]) {
    var ends: [Int] = []
    for ids in texts {
      precondition(
        !ids.isEmpty && first + ids.count <= context,
        "\(first + ids.count) tokens, the context is \(context)")
      precondition(
        ids.allSatisfy { $0 >= 0 && $0 < vocabulary }, "ids of another vocabulary")
      ends.append((ends.last ?? 0) + ids.count)
    }
    var embedded = tokens.rows(texts.joined().map { Int($0) })
    var row = 0
    for ids in texts {
      for position in first..<first + ids.count {
        embedded.addToRow(row, positions.row(position))
        row += 1
      }
    }
    return (embedded, ends)
  }
}
