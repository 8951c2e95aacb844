public import Records

/// Why a caption gives the names that it gives, for people.
public struct CaptionExplanation: Hashable, Sendable {
  /// A token, with its tag and its place in a noun phrase where the mode has them.
  public struct Token: Hashable, Sendable {
    /// The token as the mode reads it.
    public var text: String
    /// Its dictionary form, if the mode has one.
    public var lemma: String?
    /// First Unicode scalar in the caption.
    public var start: Int
    /// One past the last one.
    public var end: Int
    /// Its part of speech in Universal Dependencies' short form.
    public var tag: String?
    /// `B`, `I` or `O`.
    public var chunk: String?
  }

  /// A piece of the caption that could name something.
  public struct Candidate: Hashable, Sendable {
    /// The piece as the caption has it.
    public var surface: String
    /// Its first Unicode scalar.
    public var start: Int
    /// One past its last one.
    public var end: Int
    /// The name it gives; `nil` when it was dropped.
    public var concept: String?
    /// The rule by which it was kept or dropped, a short constant name.
    public var rule: String
    /// The rule in words.
    public var reason: String
  }

  /// The caption as given.
  public var caption: String
  /// The tokens in order.
  public var tokens: [Token]
  /// The candidates in order.
  public var candidates: [Candidate]
  /// Why the caption as a whole gives no name, if so.
  public var rejection: Rejection?

  init(
    caption: String, tokens: [Token], candidates: [Candidate], rejection: Rejection? = nil
  ) {
    self.caption = caption
    self.tokens = tokens
    self.candidates = candidates
    self.rejection = rejection
  }
}

extension CaptionExplanation {
  /// The explanation of a mode that names noun phrases.
  init(_ analysis: CaptionAnalysis, of caption: String) {
    let slices = CaptionSlices(caption)
    self.init(
      caption: caption,
      tokens: analysis.tokens.map { token in
        Token(
          text: token.text, lemma: token.lemma, start: token.start, end: token.end,
          tag: token.tag.rawValue, chunk: token.chunk.rawValue)
      },
      candidates: analysis.phrases.map { phrase in
        let span =
          analysis.tokens[phrase.tokens.lowerBound]
          .start..<analysis.tokens[phrase.tokens.upperBound - 1].end
        let isKept = phrase.rule == nil && phrase.mention != nil
        let rule = isKept ? Self.keptRule(phrase) : (phrase.rule?.rawValue ?? "not_named")
        return Candidate(
          surface: slices[span], start: span.lowerBound, end: span.upperBound,
          concept: isKept ? phrase.mention?.concept : nil, rule: rule,
          reason: isKept ? Self.keptReason(phrase) : Self.reason(phrase.rule))
      },
      rejection: analysis.parsed.rejection)
  }

  private static func keptRule(_ phrase: CaptionAnalysis.Phrase) -> String {
    let isCompound = phrase.mention?.concept.contains(" ") ?? false
    return isCompound ? "compound" : "head"
  }

  private static func keptReason(_ phrase: CaptionAnalysis.Phrase) -> String {
    let chains = phrase.chains.map { "'\($0.mention.concept)'" }.joined(separator: ", ")
    let base =
      keptRule(phrase) == "compound" ? "a known name of several words" : "the head of the phrase"
    return chains.isEmpty ? base : "\(base); counted beside it: \(chains)"
  }

  private static func reason(_ rule: DropRule?) -> String {
    switch rule {
    case .measureNoun: "counts or measures what follows 'of'"
    case .pronoun: "has no noun"
    case .stopConcept: "is about the picture or a place in it, not a thing"
    case .collective: "a collective before 'of'"
    case .number: "only a number"
    case .tooShort: "too short for a name"
    case .tooLong: "too long for a name"
    case .some(let rule): "the pool's rule \(rule.rawValue)"
    case nil: "names no thing"
    }
  }
}

/// Pieces of a caption by Unicode scalars.
struct CaptionSlices {
  private let scalars: [Unicode.Scalar]

  init(_ caption: String) {
    scalars = Array(caption.unicodeScalars)
  }

  /// The text of a span; what lies beyond the caption is left out.
  subscript(range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range.clamped(to: scalars.indices)]))
  }
}
