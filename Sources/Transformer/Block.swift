internal import Kernels

/// A pre-norm residual block: `x += attention(norm1(x))`, `x += fc2(activation(fc1(norm2(x))))`.
///
/// Queries, keys and values are one product; queries stand apart in the last block of a tower that
/// needs only some tokens.
struct Block: Sendable {
  private enum Projection {
    case fused(Linear)
    case split(queries: Linear, keysValues: Linear)
  }

  private let norm1: LayerNorm
  private let projection: Projection
  private let attention: Attention
  private let output: Linear
  private let norm2: LayerNorm
  private let expand: Linear
  private let contract: Linear
  private let activation: Activation

  init(
    _ name: String, _ settings: BlockSettings, names: BlockNames, isPruned: Bool,
    from source: inout WeightSource
  ) {
    let width = settings.width
    norm1 = source.layerNorm("\(name).\(names.norm1)", width: width, epsilon: settings.epsilon)
    func packed(_ parts: Range<Int>) -> Linear {
      names.queriesKeysValues.load(parts, of: name, settings, from: &source)
    }
    projection =
      isPruned
      ? .split(queries: packed(0..<1), keysValues: packed(1..<3)) : .fused(packed(0..<3))
    attention = Attention(
      heads: settings.heads, headSize: width / settings.heads, isCausal: settings.isCausal)
    output = source.linear(
      "\(name).\(names.output)", outputs: width, inputs: width,
      precision: settings.precision)
    norm2 = source.layerNorm("\(name).\(names.norm2)", width: width, epsilon: settings.epsilon)
    expand = source.linear(
      "\(name).\(names.expand)", outputs: settings.hiddenWidth, inputs: width,
      precision: settings.precision)
    contract = source.linear(
      "\(name).\(names.contract)", outputs: width, inputs: settings.hiddenWidth,
      precision: settings.precision)
    activation = settings.activation
  }

  /// Intermediate results, kept from block to block.
  ///
  /// Fresh memory for each of them costs a page fault every 4 KiB: 10 % of the time of ViT-B/32.
  struct Scratch {
    /// `[tokens, width]`.
    var normalized: AlignedMatrix
    /// `[tokens, 3 * width]`.
    var fused: AlignedMatrix
    /// `[tokens that pass the feed-forward part together, hiddenWidth]`.
    var hidden: AlignedMatrix

    /// Memory for `tokens`, that of `old` as far as it is large enough.
    init(_ settings: BlockSettings, tokens: Int, reusing old: consuming Scratch? = nil) {
      // With 8-bit products a few hidden rows at a time, which are still in the cache when they are
      // multiplied again. Products of floats take longer than their rows need to come back, and are
      // faster on all of them together.
      let together = settings.precision == .int8 ? Int8Weights.rowsTogether : tokens
      normalized = old?.normalized ?? AlignedMatrix(rows: 0, columns: 0)
      fused = old?.fused ?? AlignedMatrix(rows: 0, columns: 0)
      hidden = old?.hidden ?? AlignedMatrix(rows: 0, columns: 0)
      old = nil
      normalized.reshape(rows: tokens, columns: settings.width)
      fused.reshape(rows: tokens, columns: 3 * settings.width)
      hidden.reshape(rows: min(together, tokens), columns: settings.hiddenWidth)
    }
  }

  /// Replaces the tokens `[tokens, width]` by the block's output.
  ///
  /// Sequences may continue a beginning, whose keys and values in this block are `prefix`
  /// `[beginning, 2 * width]`.
  func callAsFunction(
    _ tokens: inout AlignedMatrix, ends: [Int], after prefix: Matrix? = nil,
    scratch: inout Scratch
  ) {
    guard case .fused(let weights) = projection else {
      preconditionFailure("a pruned block needs the rows to keep")
    }
    norm1(tokens, into: &scratch.normalized)
    weights.product(scratch.normalized, into: &scratch.fused)
    if let prefix {
      attention(
        queriesKeysValues: scratch.fused, ends: ends, after: prefix, into: &scratch.normalized)
    } else {
      attention(queriesKeysValues: scratch.fused, ends: ends, into: &scratch.normalized)
    }
    output.add(scratch.normalized, to: &tokens)
    for first in stride(from: 0, to: tokens.rows, by: max(scratch.hidden.rows, 1)) {
      let rows = first..<min(first + scratch.hidden.rows, tokens.rows)
      norm2(tokens, rows: rows, into: &scratch.normalized)
      expand.product(
        scratch.normalized, rows: 0..<rows.count, into: &scratch.hidden, activation: activation)
      contract.add(scratch.hidden, rows: 0..<rows.count, to: &tokens, at: first)
    }
  }

  /// The block's output at one token of each sequence, `[sequences, width]`.
  ///
  /// With a causal mask `kept` must name each sequence's last token. `prefix` as above.
  func pruned(
    _ tokens: AlignedMatrix, ends: [Int], kept: [Int], after prefix: Matrix? = nil,
    scratch: inout Scratch
  ) -> Matrix {
    guard case .split(let queries, let keysValues) = projection else {
      preconditionFailure("a fused block keeps all rows")
    }
    norm1(tokens, into: &scratch.normalized)
    let columns = scratch.fused.columns
    scratch.fused.reshape(rows: tokens.rows, columns: 2 * tokens.columns)
    keysValues.product(scratch.normalized, into: &scratch.fused)
    var result = tokens.rows(kept)
    let attended = attention(
      queries: queries.product(scratch.normalized.rows(kept)), queryEnds: Array(1...kept.count),
      keysValues: scratch.fused, keyEnds: ends, after: prefix)
    scratch.fused.reshape(rows: tokens.rows, columns: columns)
    output.add(attended, to: &result)
    contract.add(expand.product(norm2(result), activation: activation), to: &result)
    return result
  }

  /// Keys and values of tokens in front of this block, `[tokens, 2 * width]`.
  func keysValues(of tokens: some FloatRows) -> Matrix {
    let normalized = norm1(tokens)
    switch projection {
    case .split(_, let keysValues): return keysValues.product(normalized)
    case .fused(let weights):
      let fused = weights.product(normalized)
      let width = tokens.columns
      return Matrix(
        columns: 2 * width,
        rows: (0..<tokens.rows).map { Array(fused.row($0).dropFirst(width)) })
    }
  }
}
