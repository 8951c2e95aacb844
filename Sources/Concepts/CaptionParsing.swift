/// Finds the concepts that a caption names.
///
/// A parser is a pure function: the same caption gives the same answer on every machine and thread.
public protocol CaptionParsing: Sendable {
  /// Parses one caption; bad captions give a rejection, never a failure.
  func mentions(in caption: String) -> ParsedCaption

  /// Parses one caption and tells how; for people, not for millions of captions.
  func analyse(_ caption: String) -> CaptionAnalysis

  /// Parses one caption and tells why each name was kept or dropped.
  func explain(_ caption: String) -> CaptionExplanation
}
