public import Records

/// What went into a pool and what was left out, so that every caption can be accounted for.
public struct PoolAccounting: Hashable, Sendable {
  /// Images seen.
  public var images = 0
  /// Captions seen.
  public var captions = 0
  /// Captions that were longer than the parser reads.
  public var truncatedCaptions = 0
  /// Mentions counted, before thresholds.
  public var mentions = 0
  /// Distinct names counted, before thresholds and lists.
  public var distinctNames = 0
  /// Captions without a mention by reason.
  public var rejections: [Rejection.Reason: Int] = [:]
  /// Mentions (occurrences) dropped by rule.
  public var droppedMentions: [DropRule: Int] = [:]
  /// Distinct names dropped by rule.
  public var droppedNames: [DropRule: Int] = [:]
  /// Names of the add list that no caption names.
  public var addedUnseen = 0

  /// Creates an empty account.
  public init() {}

  /// Adds two accounts of disjoint images; `distinctNames` is only right after `ConceptCounts`
  /// were merged as well.
  public static func + (left: PoolAccounting, right: PoolAccounting) -> PoolAccounting {
    var sum = left
    sum.images += right.images
    sum.captions += right.captions
    sum.truncatedCaptions += right.truncatedCaptions
    sum.mentions += right.mentions
    sum.distinctNames += right.distinctNames
    sum.rejections.merge(right.rejections, uniquingKeysWith: +)
    sum.droppedMentions.merge(right.droppedMentions, uniquingKeysWith: +)
    sum.droppedNames.merge(right.droppedNames, uniquingKeysWith: +)
    sum.addedUnseen += right.addedUnseen
    return sum
  }
}
