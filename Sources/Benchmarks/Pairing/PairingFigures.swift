/// What `pseudobox bench pairing` found, as it is printed with `--json`.
public struct PairingFigures: Hashable, Sendable, Codable {
  /// Always `pairing`.
  public var benchmark = "pairing"
  /// Regions of one round on one thread.
  public let regions: Int
  /// Concepts of the pool.
  public let concepts: Int
  /// Columns of an embedding.
  public let size: Int
  /// Nearest concepts kept for a region.
  public let top: Int
  /// Threads.
  public let threads: Int
  /// How often everything was measured.
  public let rounds: Int
  /// Regions per second, all threads together.
  public let regionsPerSecond: Spread
  /// Operations of the product alone per second; what is folded in counts as nothing.
  public let operationsPerSecond: Spread
  /// The same as a share of a large product's, round by round.
  public let shareOfProduct: Spread
  /// Largest resident size in bytes.
  public let peakBytes: Int?
  /// Where it was measured.
  public let machine: Machine
}
