/// What thresholds on one stored number keep, and how much of it is right.
public struct ThresholdSweep: Codable, Hashable, Sendable {
  /// `cosine` of the nearest concept, `margin` to the second, or the `proposal_score`.
  public var measure: String
  /// One row for each threshold, ascending, over the values that occur.
  public var rows: [ThresholdPrecision]
}

/// What one threshold keeps, and how much of it is right.
public struct ThresholdPrecision: Codable, Hashable, Sendable {
  /// The threshold: labels at or above it count as kept.
  public var threshold: Double
  /// Labels kept, of all labels on annotated images.
  public var kept: Proportion
  /// Right labels, of the kept ones whose region overlaps an object with IoU >= 0.5.
  ///
  /// Regions on no annotated object are left out: their concept may be right and not annotated.
  public var precision: Proportion
  /// Objects on which a kept and right label lies, of all objects.
  public var coverage: Proportion
}
