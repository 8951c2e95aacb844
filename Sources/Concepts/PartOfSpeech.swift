/// The 17 universal parts of speech of Universal Dependencies.
///
/// The raw value is UD's name; the order is that of the names and is part of the model's file.
public enum PartOfSpeech: String, CaseIterable, Sendable {
  /// Adjective.
  case adjective = "ADJ"
  /// Preposition or postposition.
  case adposition = "ADP"
  /// Adverb.
  case adverb = "ADV"
  /// Auxiliary verb.
  case auxiliary = "AUX"
  /// Coordinating conjunction.
  case coordinator = "CCONJ"
  /// Determiner.
  case determiner = "DET"
  /// Interjection.
  case interjection = "INTJ"
  /// Common noun.
  case noun = "NOUN"
  /// Number.
  case number = "NUM"
  /// Particle: `to`, `not`, `'s`.
  case particle = "PART"
  /// Pronoun.
  case pronoun = "PRON"
  /// Proper noun.
  case properNoun = "PROPN"
  /// Punctuation.
  case punctuation = "PUNCT"
  /// Subordinating conjunction.
  case subordinator = "SCONJ"
  /// Symbol.
  case symbol = "SYM"
  /// Verb.
  case verb = "VERB"
  /// Anything else.
  case other = "X"

  /// Whether it is a common or a proper noun.
  public var isNoun: Bool { self == .noun || self == .properNoun }
}
