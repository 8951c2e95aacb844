/// A rule by which a phrase or a concept stays out of the pool; each can be switched off.
public enum DropRule: String, CaseIterable, Hashable, Sendable {
  /// The head counts or measures what follows `of`: `a bunch of bananas` names only the banana.
  case measureNoun = "measure_noun"
  /// The phrase has no noun: `something`, `each other`, `the other one`.
  case pronoun
  /// A word for the picture, a place in it or an act, alone: `view`, `front`, `trick`.
  case stopConcept = "stop_concept"
  /// A collective before `of` (`herd of sheep`); off by default, the collective is counted.
  case collective
  /// Only digits or a number word.
  case number
  /// A single letter or symbol.
  case tooShort = "too_short"
  /// More than five words or 64 bytes: a parsing accident.
  case tooLong = "too_long"
  /// Known to WordNet, and hardly ever a physical thing: `happiness`, `adventure`.
  case abstract
  /// The head names a person, place or brand, and no kind of thing: `Othello`.
  case properNoun = "proper_noun"
  /// After `no` or `without`; off by default, `no toilets` names the toilet.
  case negated
  /// One word that is hardly ever a noun in these captions: `with`, `eating`.
  case nounRate = "noun_rate"
  /// Fewer occurrences than `ConceptRules.occurrencesMin`.
  case fewOccurrences = "few_occurrences"
  /// Fewer images than `ConceptRules.imagesMin`.
  case fewImages = "few_images"
  /// On the user's remove list.
  case removeList = "remove_list"
  /// Beyond the `ConceptRules.conceptsMax` most frequent ones.
  case beyondTop = "beyond_top"
}
