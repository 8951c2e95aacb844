/// The concepts nearest to each of some regions.
public struct NearestConcepts: Hashable, Sendable {
  /// Concepts kept for each region: the smaller of K and the pool's size.
  public var conceptsPerRegion: Int
  /// Ids, best first, `[regions, conceptsPerRegion]`; ties go to the lower id.
  public var conceptIDs: [UInt32]
  /// Cosines of `conceptIDs`, `[regions, conceptsPerRegion]`.
  public var cosines: [Float]
  /// log sum over the whole pool of exp(cosine / temperature), `[regions]`.
  public var logSumExp: [Float]
  /// Largest softmax probability over the whole pool, `[regions]`.
  public var maxProbability: [Float]
}
