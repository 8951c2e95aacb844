import Records

/// What the ground truth says of one image, for the gallery.
struct ImageVerdict {
  let overlaps: ImageOverlaps
  /// Crowds included.
  let allObjects: [GroundTruthBox]
  /// Whether the nearest concept is right, `[regions]`; `nil` without labels.
  let isRight: [Bool?]?
  /// Objects whose region's nearest concept is right; `nil` without labels.
  let right: Proportion?
  /// Objects found with IoU >= 0.5.
  let found: Proportion
}
