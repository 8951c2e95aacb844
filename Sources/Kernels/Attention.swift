internal import CKernels

/// Multi-head softmax attention over sequences that lie one behind the other.
///
/// Sequences are packed without padding: sequence `s` has the rows `ends[s - 1]..<ends[s]`. A
/// sequence's result depends on that sequence alone.
public struct Attention: Sendable {
  /// Number of heads.
  public let heads: Int
  /// Columns of one head.
  public let headSize: Int
  /// Whether a token sees only itself and the tokens before it.
  public let isCausal: Bool

  private let scale: Float
  private let table: KernelTable

  /// Creates attention for tokens `heads * headSize` wide; scores are multiplied by `scale`, or
  /// divided by `sqrt(headSize)`.
  public init(
    heads: Int, headSize: Int, isCausal: Bool, scale: Float? = nil, level: KernelLevel = .current
  ) {
    precondition(heads > 0 && headSize > 0)
    self.heads = heads
    self.headSize = headSize
    self.isCausal = isCausal
    self.scale = scale ?? 1 / Float(headSize).squareRoot()
    table = KernelTable(level)
  }

  /// Self-attention of all tokens, `[tokens, width]`.
  ///
  /// `fused` is `[tokens, 3 * width]`: queries, keys and values side by side.
  public func callAsFunction(queriesKeysValues fused: some FloatRows, ends: [Int]) -> Matrix {
    var output = Matrix(rows: fused.rows, columns: heads * headSize)
    self(queriesKeysValues: fused, ends: ends, into: &output)
    return output
  }

  /// Writes self-attention of all tokens over `output`, which is `[tokens, width]`.
  public func callAsFunction(
    queriesKeysValues fused: some FloatRows, ends: [Int], into output: inout some FloatRows
  ) {
    let width = heads * headSize
    precondition(fused.columns == 3 * width)
    run(fused, fused, keyOffset: width, (ends, ends), into: &output)
  }

  /// Writes self-attention of sequences that all continue the same beginning over `output`.
  ///
  /// `fused` `[tokens, 3 * width]` and `ends` are those of the continuations, `prefix`
  /// `[beginning, 2 * width]` holds keys and values of the beginning's tokens. With a causal mask
  /// the result is that of the whole sequences, bit by bit where rows of a product are.
  public func callAsFunction(
    queriesKeysValues fused: some FloatRows, ends: [Int], after prefix: Matrix,
    into output: inout some FloatRows
  ) {
    let width = heads * headSize
    precondition(fused.columns == 3 * width && prefix.columns == 2 * width)
    let keysValues = fused.sequences(ends, behind: prefix, fromColumn: width)
    run(
      fused, keysValues, keyOffset: 0,
      (ends, ends.enumerated().map { ($0 + 1) * prefix.rows + $1 }), into: &output)
  }

  /// Attention of some queries of each sequence, `[queries, width]`.
  ///
  /// `queries` is `[queries, width]`, `keysValues` is `[tokens, 2 * width]`. With a causal mask the
  /// queries of a sequence stand for its last tokens. Sequences may continue a beginning whose keys
  /// and values are `prefix` `[beginning, 2 * width]`.
  public func callAsFunction(
    queries: Matrix, queryEnds: [Int], keysValues: some FloatRows, keyEnds: [Int],
    after prefix: Matrix? = nil
  ) -> Matrix {
    let width = heads * headSize
    if let prefix {
      return self(
        queries: queries, queryEnds: queryEnds,
        keysValues: keysValues.sequences(keyEnds, behind: prefix, fromColumn: 0),
        keyEnds: keyEnds.enumerated().map { ($0 + 1) * prefix.rows + $1 })
    }
    precondition(queries.columns == width && keysValues.columns == 2 * width)
    var output = Matrix(rows: queries.rows, columns: width)
    run(queries, keysValues, keyOffset: 0, (queryEnds, keyEnds), into: &output)
    return output
  }

  /// Attention of some queries over tokens that are their own keys and values,
  /// `[queries, width]`.
  ///
  /// `queries` is `[queries, width]`, `tokens` is `[tokens, width]`.
  public func callAsFunction(
    queries: Matrix, queryEnds: [Int], over tokens: Matrix, ends: [Int]
  ) -> Matrix {
    let width = heads * headSize
    precondition(queries.columns == width && tokens.columns == width)
    var output = Matrix(rows: queries.rows, columns: width)
    run(queries, tokens, keyOffset: 0, valueOffset: 0, (queryEnds, ends), into: &output)
    return output
  }

  /// Values lie `width` columns behind keys unless `valueOffset` says otherwise.
  private func run(
    _ queries: some FloatRows, _ keys: some FloatRows, keyOffset: Int, valueOffset: Int? = nil,
    _ ends: (queries: [Int], keys: [Int]), into output: inout some FloatRows
  ) {
    let width = heads * headSize
    precondition(output.rows == (ends.queries.last ?? 0) && output.columns == width)
    check(ends.queries, ends.keys, queries.rows, keys.rows)
    let entry = unsafe table.entry
    let longest = zip(ends.keys, [0] + ends.keys).map { $0 - $1 }.max() ?? 0
    let scratch = unsafe AlignedBuffer<Float>(
      count: entry.attention_scratch(longest, headSize), of: 0
    ) { _ in }
    unsafe output.withMutableRows { output in
      unsafe queries.withRows { q in
        unsafe keys.withRows { start in
          guard let q = unsafe q, let start = unsafe start, let output = unsafe output
          else { return }
          let k = unsafe start + keyOffset
          let v = unsafe start + (valueOffset ?? keyOffset + width)
          unsafe scratch.withElements { scratch in
            unsafe entry.attention(
              q, queries.columns, k, keys.columns, v, keys.columns, output, width, heads,
              headSize, scale, isCausal, ends.keys.count, ends.queries, ends.keys, scratch)
          }
        }
      }
    }
  }

  private func check(_ queryEnds: [Int], _ keyEnds: [Int], _ queries: Int, _ keys: Int) {
    precondition(queryEnds.count == keyEnds.count)
    precondition((queryEnds.last ?? 0) == queries && (keyEnds.last ?? 0) == keys)
    var query = 0
    var key = 0
    for (queryEnd, keyEnd) in zip(queryEnds, keyEnds) {
      precondition(queryEnd > query && keyEnd > key, "an empty sequence")
      precondition(queryEnd - query <= keyEnd - key || !isCausal, "more queries than tokens")
      query = queryEnd
      key = keyEnd
    }
  }
}
