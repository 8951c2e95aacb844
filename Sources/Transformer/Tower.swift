public import Kernels

/// A stack of pre-norm residual blocks: CLIP's image and text encoders and both of OWLv2.
///
/// Immutable; shared by all workers. Scratch memory belongs to each call.
public struct Tower: Sendable {
  /// Its sizes.
  public let settings: BlockSettings

  private let blocks: [Block]

  /// Which tokens a tower hands out.
  public enum Kept: Sendable {
    /// All of them.
    case allTokens
    /// One of each sequence; the last block computes nothing for the others.
    case oneToken
  }

  /// Loads `name.layers.0` and so on, or what `names` says instead.
  public init(
    _ name: String, settings: BlockSettings, keeping kept: Kept,
    names: BlockNames = .huggingFace, from source: inout WeightSource
  ) {
    self.settings = settings
    var blocks: [Block] = []
    for layer in 0..<settings.layers {
      let isPruned = kept == .oneToken && layer == settings.layers - 1
      blocks.append(
        Block(
          "\(name).\(names.layers).\(layer)", settings, names: names, isPruned: isPruned,
          from: &source))
    }
    self.blocks = blocks
  }

  /// All tokens after the last block; sequence `s` has the rows `ends[s - 1]..<ends[s]`.
  public func allTokens(_ tokens: Matrix, ends: [Int]) -> Matrix {
    var tokens = AlignedMatrix(tokens)
    var scratch = Scratch()
    run(blocks[...], &tokens, ends: ends, scratch: &scratch)
    return tokens.matrix
  }

  /// Tokens that together make products large enough; more of them leave the caches.
  public static let tokensTogether = 300

  /// Memory between the calls of a tower.
  public struct Scratch {
    fileprivate var block: Block.Scratch?

    /// Starts with none.
    public init() {}
  }

  /// The first token of each sequence after the last block, `[sequences, width]`.
  ///
  /// Not for causal towers. The tokens' memory is used up; `scratch` is best kept for sequences of
  /// as many tokens.
  public func firstTokens(
    _ tokens: inout AlignedMatrix, ends: [Int], scratch: inout Scratch
  ) -> Matrix {
    precondition(!settings.isCausal)
    return oneToken(&tokens, ends: ends, kept: [0] + ends.dropLast(), scratch: &scratch)
  }

  /// The last token of each sequence after the last block, `[sequences, width]`.
  ///
  /// With a `prefix` the sequences are what follows it, at least one token each, and the result is
  /// that of the whole sequences.
  public func lastTokens(
    _ tokens: Matrix, ends: [Int], after prefix: TowerPrefix? = nil
  ) -> Matrix {
    var tokens = AlignedMatrix(tokens)
    var scratch = Scratch()
    return oneToken(
      &tokens, ends: ends, kept: ends.map { $0 - 1 }, after: prefix, scratch: &scratch)
  }

  /// What all sequences that begin with `tokens` `[tokens, width]` need to know of them.
  ///
  /// For causal towers; at least one token.
  public func prefix(_ tokens: Matrix) -> TowerPrefix {
    precondition(settings.isCausal && tokens.rows > 0)
    var tokens = AlignedMatrix(tokens)
    var scratch = Block.Scratch(settings, tokens: tokens.rows)
    var keysValues: [Matrix] = []
    for (layer, block) in blocks.enumerated() {
      keysValues.append(block.keysValues(of: tokens))
      if layer + 1 < blocks.count { block(&tokens, ends: [tokens.rows], scratch: &scratch) }
    }
    return TowerPrefix(keysValues: keysValues)
  }

  private func oneToken(
    _ tokens: inout AlignedMatrix, ends: [Int], kept: [Int], after prefix: TowerPrefix? = nil,
    scratch: inout Scratch
  ) -> Matrix {
    guard !ends.isEmpty else { return Matrix(rows: 0, columns: settings.width) }
    run(blocks.dropLast(), &tokens, ends: ends, after: prefix, scratch: &scratch)
    guard let last = blocks.last, var memory = scratch.block.take() else {
      return tokens.rows(kept)
    }
    defer { scratch.block = memory }
    return last.pruned(
      tokens, ends: ends, kept: kept, after: prefix?.keysValues.last, scratch: &memory)
  }

  private func run(
    _ blocks: ArraySlice<Block>, _ tokens: inout AlignedMatrix, ends: [Int],
    after prefix: TowerPrefix? = nil, scratch: inout Scratch
  ) {
    // Taken out of `scratch`, so that it is not copied when it is written.
    var memory = Block.Scratch(settings, tokens: tokens.rows, reusing: scratch.block.take())
    for (layer, block) in blocks.enumerated() {
      block(&tokens, ends: ends, after: prefix?.keysValues[layer], scratch: &memory)
    }
    scratch.block = memory
  }
}
