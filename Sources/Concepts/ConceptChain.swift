public import Records

/// A head with the words before it, which may or may not be a name of its own.
///
/// `city street` and `stuffed giraffe` are offered beside the mentions `street` and `giraffe`; the
/// counts of a corpus tell which chains are names.
public struct ConceptChain: Hashable, Sendable {
  /// What the words before the head are.
  public enum Modifier: String, CaseIterable, Sendable {
    /// Nouns only.
    case noun
    /// Exactly one adjective or participle.
    case descriptive
  }

  /// The chain with its head in the singular, and its span.
  public var mention: ConceptMention
  /// What the words before the head are.
  public var modifier: Modifier

  /// Creates a chain.
  public init(mention: ConceptMention, modifier: Modifier) {
    self.mention = mention
    self.modifier = modifier
  }
}
