/// Which of a detector's boxes an `OWLProposer` proposes, and what they keep.
public struct OWLOptions: Sendable {
  /// What ranks class-agnostic proposals.
  public enum Agnostic: Sendable {
    /// There are none.
    case none
    /// OWLv2's objectness head.
    case objectness
    /// The largest logit over a family of queries such as "all objects" (MViT's way).
    case queries(OWLQueries)
  }

  /// What ranks class-agnostic proposals.
  public var agnostic: Agnostic
  /// Class-agnostic proposals of an image, at most.
  public var top: Int
  /// The queries of class-specific proposals; `nil` for none.
  public var classes: OWLQueries?
  /// Proposals of an image for each of these queries, at most.
  public var topOfQuery: Int
  /// Whether proposals carry their class side.
  public var keepsClassSides: Bool

  /// Creates options.
  public init(
    agnostic: Agnostic, top: Int = .max, classes: OWLQueries? = nil, topOfQuery: Int = 1,
    keepsClassSides: Bool = false
  ) {
    precondition(top >= 0 && topOfQuery > 0)
    self.agnostic = agnostic
    self.top = top
    self.classes = classes
    self.topOfQuery = topOfQuery
    self.keepsClassSides = keepsClassSides
  }
}
