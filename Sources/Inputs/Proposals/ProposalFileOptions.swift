/// How the numbers of a file of proposals are meant, where the file itself does not say.
public struct ProposalFileOptions: Hashable, Sendable {
  /// Which numbers a box is.
  public enum BoxFormat: String, CaseIterable, Sendable {
    /// Left, top, right, bottom.
    case xyxy
    /// Left, top, width, height.
    case xywh
    /// Centre, width, height.
    case cxcywh
  }

  /// What a score is.
  public enum ScoreKind: String, CaseIterable, Sendable {
    /// A number in 0...1.
    case probability
    /// A number before the sigmoid.
    case logit
  }

  /// How rows find their images.
  public enum MatchRule: String, CaseIterable, Sendable {
    /// Numbers by id where the image list has ids, else by file names that are numbers; texts by
    /// name, then as numbers.
    case auto
    /// By image id alone.
    case id
    /// By file name alone.
    case name
  }

  /// Which numbers a box is; `nil` for what the format's users write: COCO's `bbox` is xywh,
  /// `boxes` and MAVL's text are xyxy, columns have names.
  public var boxFormat: BoxFormat?
  /// Whether coordinates are parts of the image's width and height instead of pixels.
  public var isRelative: Bool
  /// Whether right and lower edges are the last pixel and not the end of it; with xyxy only.
  public var plusOne: Bool
  /// What a score is; `nil` for a probability, unless the file calls it a logit.
  public var scores: ScoreKind?
  /// How rows find their images.
  public var match: MatchRule

  /// Creates options.
  public init(
    boxFormat: BoxFormat? = nil, isRelative: Bool = false, plusOne: Bool = false,
    scores: ScoreKind? = nil, match: MatchRule = .auto
  ) {
    self.boxFormat = boxFormat
    self.isRelative = isRelative
    self.plusOne = plusOne
    self.scores = scores
    self.match = match
  }
}
