/// What `pseudobox bench captions` found, as it is printed with `--json`.
public struct CaptionFigures: Hashable, Sendable, Codable {
  /// Always `captions`.
  public var benchmark = "captions"
  /// The file of captions.
  public let file: String
  /// How many it holds.
  public let captions: Int
  /// How often everything was measured.
  public let rounds: Int
  /// Seconds until the parser can parse.
  public let startSeconds: Double
  /// Captions per second of one thread from text to mentions: split, tag, chunk, concepts.
  public let parsedPerSecond: Spread
  /// Captions per second of one thread from mentions to counts.
  public let countedPerSecond: Spread
  /// Captions per second of one thread for both.
  public let bothPerSecond: Spread
  /// Mentions of concepts in all captions.
  public let mentions: Int
  /// Captions that gave a rejection.
  public let rejected: Int
  /// Largest resident size in bytes, with the captions themselves in memory.
  public let peakBytes: Int?
  /// Where it was measured.
  public let machine: Machine
}
