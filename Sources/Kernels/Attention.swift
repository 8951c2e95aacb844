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
  public func callAsFunction(queriesKeysValues fused: Matrix, ends: [Int]) -> Matrix {
    var output = Matrix(rows: fused.rows, columns: heads * headSize)
    self(queriesKeysValues: fused, ends: ends, into: &output)
    return output
  }

  /// Writes self-attention of all tokens over `output`, which is `[tokens, width]`.
  public func callAsFunction(
    queriesKeysValues fused: Matrix, ends: [Int], into output: inout Matrix
  ) {
    let width = heads * headSize
    precondition(fused.columns == 3 * width)
    run(
      fused.values, stride: fused.columns, queryEnds: ends, fused.values, keyOffset: width,
      keyStride: fused.columns, keyEnds: ends, into: &output)
  }

  /// Writes self-attention of sequences that all continue the same beginning over `output`.
  ///
  /// `fused` `[tokens, 3 * width]` and `ends` are those of the continuations, `prefix`
  /// `[beginning, 2 * width]` holds keys and values of the beginning's tokens. With a causal mask
  /// the result is that of the whole sequences, bit by bit where rows of a product are.
  public func callAsFunction(
    queriesKeysValues fused: Matrix, ends: [Int], after prefix: Matrix,
    into output: inout Matrix
  ) {
    let width = heads * headSize
    precondition(fused.columns == 3 * width && prefix.columns == 2 * width)
    let keysValues = fused.sequences(ends, behind: prefix, fromColumn: width)
    run(
      fused.values, stride: fused.columns, queryEnds: ends, keysValues.values, keyOffset: 0,
      keyStride: 2 * width, keyEnds: ends.enumerated().map { ($0 + 1) * prefix.rows + $1 },
      into: &output)
  }

  /// Attention of some queries of each sequence, `[queries, width]`.
  ///
  /// `queries` is `[queries, width]`, `keysValues` is `[tokens, 2 * width]`. With a causal mask the
  /// queries of a sequence stand for its last tokens. Sequences may continue a beginning whose keys
  /// and values are `prefix` `[beginning, 2 * width]`.
  public func callAsFunction(
    queries: Matrix, queryEnds: [Int], keysValues: Matrix, keyEnds: [Int],
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
    run(
      queries.values, stride: width, queryEnds: queryEnds, keysValues.values, keyOffset: 0,
      keyStride: 2 * width, keyEnds: keyEnds, into: &output)
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
    run(
      queries.values, stride: width, queryEnds: queryEnds, tokens.values, keyOffset: 0,
      keyStride: width, valueOffset: 0, keyEnds: ends, into: &output)
    return output
  }

  private func run(
    _ queries: [Float], stride: Int, queryEnds: [Int], _ keys: [Float], keyOffset: Int,
    keyStride: Int, valueOffset: Int? = nil, keyEnds: [Int], into output: inout Matrix
  ) {
    precondition(output.rows == (queryEnds.last ?? 0) && output.columns == heads * headSize)
    check(queryEnds, keyEnds, queries.count / stride, keys.count / keyStride)
    let entry = unsafe table.entry
    let width = heads * headSize
    var longest = 0
    var start = 0
    for end in keyEnds {
      longest = max(longest, end - start)
      start = end
    }
    let scratch = unsafe AlignedBuffer<Float>(
      count: entry.attention_scratch(longest, headSize), of: 0
    ) { _ in }
    unsafe output.values.withUnsafeMutableBufferPointer { output in
      unsafe queries.withUnsafeBufferPointer { queries in
        unsafe keys.withUnsafeBufferPointer { keys in
          guard let q = queries.baseAddress, let start = keys.baseAddress,
            let output = output.baseAddress
          else { return }
          let k = unsafe start + keyOffset
          let v = unsafe start + (valueOffset ?? keyOffset + width)
          unsafe scratch.withElements { scratch in
            unsafe entry.attention(
              q, stride, k, keyStride, v, keyStride, output, width, heads, headSize,
              scale, isCausal, keyEnds.count, queryEnds, keyEnds, scratch)
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
