/// A box that may hold an object, without a label.
public struct Proposal: Hashable, Sendable {
  /// Where, in original pixels.
  public var box: Box
  /// The box as its source gave it; other than `box` where that was cut at the image's border.
  public var uncut: Box
  /// Score in 0...1 after the source's mapping.
  public var score: Float
  /// Raw logit before the mapping; equal to `score` for sources without one.
  public var logit: Float
  /// Which entry of the configured sources made it.
  public var source: UInt8
  /// Which of its source's queries gave it; `nil` for a class-agnostic proposal.
  public var query: UInt32?
  /// What scores it for other texts; `nil` for sources without, or that do not keep it.
  public var classSide: ClassSide?

  /// Creates a proposal.
  public init(
    box: Box, score: Float, logit: Float, source: UInt8, query: UInt32? = nil,
    classSide: ClassSide? = nil
  ) {
    self.box = box
    uncut = box
    self.score = score
    self.logit = logit
    self.source = source
    self.query = query
    self.classSide = classSide
  }

  /// The one order of proposals: score descending, then the box's edges, source and query ascending.
  ///
  /// A total order over distinct proposals, so that ties never depend on threads or on a sort's
  /// stability.
  public static func ranksBefore(_ left: Proposal, _ right: Proposal) -> Bool {
    if left.score != right.score { return left.score > right.score }
    let a = left.box
    let b = right.box
    if a.x1 != b.x1 { return a.x1 < b.x1 }
    if a.y1 != b.y1 { return a.y1 < b.y1 }
    if a.x2 != b.x2 { return a.x2 < b.x2 }
    if a.y2 != b.y2 { return a.y2 < b.y2 }
    if left.source != right.source { return left.source < right.source }
    return (left.query ?? .max) < (right.query ?? .max)
  }
}
