public import Records

/// What a parser found in one caption: mentions of concepts, or a reason why there are none.
public struct ParsedCaption: Hashable, Sendable {
  /// The concepts in the order of the caption, with spans in Unicode scalars of the caption.
  public var mentions: [ConceptMention]
  /// Longer names around a mention's head that are not known compounds (`city street`).
  ///
  /// A pool may keep them when the captions use them often; each ends where its head ends.
  public var chains: [ConceptChain]
  /// The noun phrases with their determiners and adjectives, in the order of the caption.
  public var phrases: [PhraseSpan]
  /// The words in the order of the caption, each with its part; the sizes of a noun rate.
  public var words: [WordUse]
  /// How many phrases each rule of the parser dropped.
  public var dropped: [DropRule: Int]
  /// Whether the caption was longer than the parser reads; the rest was ignored.
  public var isTruncated: Bool
  /// Why the caption gave no mention; `nil` when it gave at least one.
  public var rejection: Rejection?

  /// Creates a parsed caption.
  public init(
    mentions: [ConceptMention], chains: [ConceptChain] = [], phrases: [PhraseSpan] = [],
    words: [WordUse] = [], dropped: [DropRule: Int] = [:], isTruncated: Bool = false,
    rejection: Rejection? = nil
  ) {
    self.mentions = mentions
    self.chains = chains
    self.phrases = phrases
    self.words = words
    self.dropped = dropped
    self.isTruncated = isTruncated
    self.rejection = rejection
  }

  /// Replaces what the default rules named by the names of another mode.
  mutating func rename(_ mentions: [ConceptMention]) {
    self = ParsedCaption(
      mentions: mentions, phrases: phrases, words: words, isTruncated: isTruncated,
      rejection: mentions.isEmpty
        ? rejection ?? Rejection(.noConcept, "no noun phrase") : nil)
  }

  /// Creates the answer for a caption that cannot be used.
  public init(rejection: Rejection) {
    self.init(mentions: [], rejection: rejection)
  }
}

/// Where a noun phrase lies in its caption.
public struct PhraseSpan: Hashable, Sendable {
  /// First Unicode scalar.
  public var start: Int
  /// One past the last Unicode scalar.
  public var end: Int

  /// Creates a span.
  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }
}
