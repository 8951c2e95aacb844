enum StopConcepts { static let names: Set<String> = [] }
struct Lexicon { static let standard = Lexicon(); func isNumber(_ w: String) -> Bool { false } }
struct Lemmatizer {
  static let standard = Lemmatizer(); func lemma(ofNoun w: String) -> String { w }
}
