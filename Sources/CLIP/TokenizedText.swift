/// A text as the ids of a CLIP tokenizer, ready for the text tower.
public struct TokenizedText: Hashable, Sendable {
  /// Start of text, the text's tokens, end of text; no padding, `[tokens]`.
  public var ids: [Int32]
  /// Whether tokens were dropped so that the end of text fits into the context.
  public var isTruncated: Bool

  /// Creates a tokenized text.
  public init(ids: [Int32], isTruncated: Bool) {
    self.ids = ids
    self.isTruncated = isTruncated
  }
}

/// Turns text into the ids that a text tower was trained on.
public protocol TextTokenizing: Sendable {
  /// The ids of `text`, never longer than the tower's context, always closed by the end of text.
  func encode(_ text: String) -> TokenizedText
}
