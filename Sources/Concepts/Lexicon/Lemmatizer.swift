/// Brings nouns into the singular: a list of exceptions, then the endings of English.
///
/// Words that are only ever plural stay (`scissors`); `skis` becomes `ski`.
struct Lemmatizer: Sendable {
  /// The one lemmatiser.
  static let standard = Lemmatizer()

  private static let irregular: [String: String] = {
    var table: [String: String] = [:]
    for pair in NounForms.irregular.split(whereSeparator: \.isWhitespace) {
      let parts = pair.split(separator: "=").map(String.init)
      if parts.count == 2 { table[parts[0]] = parts[1] }
    }
    return table
  }()

  /// The singular of a lower-case noun; words in the singular stay as they are.
  func lemma(ofNoun word: String) -> String {
    if let lemma = Self.irregular[word] { return lemma }
    if NounForms.unchanged.contains(word) { return word }
    if let hyphen = word.lastIndex(of: "-") {
      let head = word.index(after: hyphen)
      return word[..<head] + lemma(ofNoun: String(word[head...]))
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

  /// Whether a word is a plural, as far as its form tells.
  func isPlural(_ word: String) -> Bool {
    lemma(ofNoun: word) != word
  }

  private func foreign(_ word: String) -> String {
    word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
  }

  private func regular(_ word: String) -> String {
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
