public import Records

/// Everything that a parser knows of a caption: for people, and for other ways to name things.
///
/// `CaptionParsing.mentions` gives the same concepts without the rest, many times faster.
public struct CaptionAnalysis: Hashable, Sendable {
  /// A token with its tag.
  public struct Token: Hashable, Sendable {
    /// The token as the parser reads it: lower case, composed, with straight quotes.
    public var text: String
    /// The singular of a noun; the text itself of other words.
    public var lemma: String
    /// First Unicode scalar in the caption.
    public var start: Int
    /// One past the last one.
    public var end: Int
    /// Its part of speech.
    public var tag: PartOfSpeech
    /// Its place in a noun phrase.
    public var chunk: ChunkTag

    /// Creates a token.
    public init(
      text: String, lemma: String, start: Int, end: Int, tag: PartOfSpeech, chunk: ChunkTag
    ) {
      self.text = text
      self.lemma = lemma
      self.start = start
      self.end = end
      self.tag = tag
      self.chunk = chunk
    }
  }

  /// A noun phrase and what became of it.
  public struct Phrase: Hashable, Sendable {
    /// Its tokens.
    public var tokens: Range<Int>
    /// The token that names the thing.
    public var head: Int
    /// The concept that it mentions; `nil` when a rule dropped the phrase.
    public var mention: ConceptMention?
    /// The longer names around the head.
    public var chains: [ConceptChain]
    /// The rule that dropped the phrase, or that would drop the mention from a pool.
    public var rule: DropRule?

    /// Creates a phrase.
    public init(
      tokens: Range<Int>, head: Int, mention: ConceptMention?, chains: [ConceptChain],
      rule: DropRule?
    ) {
      self.tokens = tokens
      self.head = head
      self.mention = mention
      self.chains = chains
      self.rule = rule
    }
  }

  /// The tokens, in the order of the caption.
  public var tokens: [Token]
  /// The noun phrases, in the order of the caption; pronouns among them.
  public var phrases: [Phrase]
  /// What `mentions(in:)` answers.
  public var parsed: ParsedCaption

  /// Creates an analysis.
  public init(tokens: [Token], phrases: [Phrase], parsed: ParsedCaption) {
    self.tokens = tokens
    self.phrases = phrases
    self.parsed = parsed
  }
}
