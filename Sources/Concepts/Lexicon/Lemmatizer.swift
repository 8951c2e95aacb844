/// Brings nouns into the singular: exceptions, then the endings of English, checked by WordNet.
///
/// Words that are only ever plural stay (`scissors`); `skis` becomes `ski`. The model holds the
/// answers for all words of WordNet and the treebank; the endings alone decide for other words.
struct Lemmatizer: Sendable {
  /// The lemmatiser of the built-in model.
  static let standard = Lemmatizer(model: .standard)

  private let model: CaptionModel

  /// Creates the lemmatiser of a model.
  init(model: CaptionModel) {
    self.model = model
  }

  /// The singular of a lower-case noun; words in the singular stay as they are.
  func lemma(ofNoun word: String) -> String {
    if let entry = model.words.entry(of: word) { return model.lemma(of: word, entry) }
    if let hyphen = word.lastIndex(of: "-") {
      let head = word.index(after: hyphen)
      return word[..<head] + lemma(ofNoun: String(word[head...]))
    }
    return Self.ending(word)
  }

  /// Whether a word is a plural, as far as its form tells.
  func isPlural(_ word: String) -> Bool {
    lemma(ofNoun: word) != word
  }

  private static let irregular: [String: String] = {
    var table: [String: String] = [:]
    for pair in NounForms.irregular.split(whereSeparator: \.isWhitespace) {
      let parts = pair.split(separator: "=").map(String.init)
      if parts.count == 2 { table[parts[0]] = parts[1] }
    }
    return table
  }()

  /// The singular as it is worked out for the model.
  ///
  /// - Parameters:
  ///   - word: A word in lower case.
  ///   - dictionary: A dictionary's irregular plurals; our own list goes before it.
  ///   - isNoun: Whether a dictionary has a noun.
  /// - Returns: The singular, or the word itself.
  static func singular(
    of word: String, irregular dictionary: [String: String], isNoun: (String) -> Bool
  ) -> String {
    if let lemma = irregular[word] { return lemma }
    if NounForms.unchanged.contains(word) { return word }
    if let lemma = dictionary[word], word.utf8.count > 3 {
      return lemma.contains("_") ? word : lemma
    }
    let guess = ending(word)
    if guess == word || isNoun(guess) { return guess }
    if let lemma = detached(word).first(where: isNoun) { return lemma }
    return isNoun(word) ? word : guess
  }

  /// WordNet's rules of detachment, the surest first.
  private static func detached(_ word: String) -> [String] {
    guard word.utf8.count > 3, !word.hasSuffix("ss") else { return [] }
    let rules = [
      ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"),
      ("men", "man"), ("ies", "y"),
    ]
    return rules.compactMap { plural, singular in
      word.hasSuffix(plural) ? word.dropLast(plural.utf8.count) + singular : nil
    }
  }

  /// The singular by the endings of English alone.
  static func ending(_ word: String) -> String {
    if let lemma = irregular[word] { return lemma }
    if NounForms.unchanged.contains(word) { return word }
    if let hyphen = word.lastIndex(of: "-") {
      let head = word.index(after: hyphen)
      return word[..<head] + ending(String(word[head...]))
    }
    guard word.utf8.count > 3, word.utf8.allSatisfy({ $0 < 0x80 }) else {
      return word.utf8.count > 3 ? foreign(word) : word
    }
    for (plural, singular) in NounForms.families
    where word.hasSuffix(plural) && word.utf8.count > plural.utf8.count {
      return word.dropLast(plural.utf8.count) + singular
    }
    return regular(word)
  }

  private static func foreign(_ word: String) -> String {
    word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
  }

  private static func regular(_ word: String) -> String {
    guard word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us") else { return word }
    if word.hasSuffix("is") {
      return NounForms.singularsInI.contains(String(word.dropLast()))
        ? String(word.dropLast()) : word
    }
    if word.hasSuffix("ies") {
      return word.utf8.count <= 4 || NounForms.singularsInIe.contains(String(word.dropLast()))
        ? String(word.dropLast()) : word.dropLast(3) + "y"
    }
    if word.hasSuffix("oes") {
      return NounForms.singularsInOe.contains(String(word.dropLast()))
        ? String(word.dropLast()) : String(word.dropLast(2))
    }
    if word.hasSuffix("ves"), NounForms.singularsInF.contains(word.dropLast(3) + "f") {
      return word.dropLast(3) + "f"
    }
    for ending in ["ches", "shes", "sses", "xes", "zzes", "uses"] where word.hasSuffix(ending) {
      let keepsE = NounForms.singularsInE.contains(String(word.dropLast()))
      return String(word.dropLast(keepsE ? 1 : 2))
    }
    return String(word.dropLast())
  }
}
