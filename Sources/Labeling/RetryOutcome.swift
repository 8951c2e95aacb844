/// What `retry` found and did.
public struct RetryOutcome: Hashable, Sendable {
  /// Images that are rejected in the shards.
  public internal(set) var rejected = 0
  /// Rejected images whose file is not what it was when they were rejected.
  public internal(set) var changed = 0
  /// Units that hold changed images.
  public internal(set) var units: [Int] = []
  /// Units whose new generation took the place of the old one.
  public internal(set) var replaced: [Int] = []
  /// Units that stay as they were, and why.
  public internal(set) var kept: [Int: String] = [:]
  /// Label sets of other settings that have labels of these units.
  public internal(set) var otherLabelSets: [String] = []
  /// Whether an earlier retry had ended before labels and index followed.
  public internal(set) var wasCut = false
  /// Whether labels and index were made again; they are not while regions are missing.
  public internal(set) var isFollowed = false
  /// Images that are usable now.
  public internal(set) var mended = 0
}
