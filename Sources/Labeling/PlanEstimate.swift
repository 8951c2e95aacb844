public import Pipeline

/// What a plan would cost, told before anything is written.
public struct PlanEstimate: Sendable {
  /// What the figures come from.
  public enum Basis: Hashable, Sendable {
    /// Statistics of units of this data set that are done, of so many images.
    case earlierUnits(images: Int)
    /// The regions pass over so many images of the list, spread evenly.
    case probe(images: Int)
  }

  /// The plan that today's files give.
  public let plan: Plan
  /// Where the figures come from; `nil` when no image could be used.
  public let basis: Basis?
  /// Seconds of one worker thread for an image in the regions pass; `nil` when not known.
  public let secondsPerImage: Double?
  /// Bytes of region shards for an image; `nil` when not known.
  public let bytesPerImage: Double?
}
