/// A noun phrase of the pool, with how often the captions name it.
public struct Concept: Hashable, Sendable {
  /// Lemmatised, lower-case phrase, for example `traffic light`.
  public var name: String
  /// How many times captions name it.
  public var occurrences: Int
  /// In how many images' captions it is named.
  public var images: Int
  /// Its most frequent surface forms, most frequent first, ties in byte order.
  public var surfaceForms: [String]
  /// A caption that names it, as the user gave it.
  public var example: String
  /// The share of its uses as a word that are nouns, in 0...1; `nil` when it is not known.
  public var nounRate: Double?
  /// The share of its senses that are physical things, in 0...1; `nil` for unknown names.
  public var physicalShare: Double?

  /// Creates a concept.
  public init(
    name: String, occurrences: Int, images: Int, surfaceForms: [String], example: String,
    nounRate: Double? = nil, physicalShare: Double? = nil
  ) {
    self.name = name
    self.occurrences = occurrences
    self.images = images
    self.surfaceForms = surfaceForms
    self.example = example
    self.nounRate = nounRate
    self.physicalShare = physicalShare
  }
}

/// A concept found in a caption, with the characters that say so.
public struct ConceptMention: Hashable, Sendable {
  /// The lemmatised concept.
  public var concept: String
  /// The words as the caption has them.
  public var surface: String
  /// First Unicode scalar of `surface` in the caption.
  public var start: Int
  /// One past its last Unicode scalar.
  public var end: Int

  /// Creates a mention.
  public init(concept: String, surface: String, start: Int, end: Int) {
    self.concept = concept
    self.surface = surface
    self.start = start
    self.end = end
  }
}
