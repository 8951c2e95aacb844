/// The spelling rules of concept names: one cleaned form, one normal form to compare by.
public enum ConceptName {
  /// Most words of a name; longer ones are parsing accidents.
  static let wordsMax = 5
  /// Most UTF-8 bytes of a name.
  static let bytesMax = 64

  /// Lower case, underscores to spaces, outer and repeated white space removed.
  public static func cleaned(_ name: String) -> String {
    name.lowercased().split { $0 == "_" || $0.isWhitespace }.joined(separator: " ")
  }

  /// The cleaned name with its last word in the singular: `Traffic_Lights` → `traffic light`.
  ///
  /// Names are equal as concepts when their normal forms are equal.
  public static func normalForm(_ name: String) -> String {
    let words = cleaned(name).split(separator: " ")
    guard let last = words.last else { return "" }
    let head = Lemmatizer.standard.lemma(ofNoun: String(last))
    return (words.dropLast().map(String.init) + [head]).joined(separator: " ")
  }

  /// Whether a name passes the default filters.
  public static func isKept(_ name: String) -> Bool {
    dropRule(name).map { !ConceptRules.defaultFilters.contains($0) } ?? true
  }

  /// The filter that keeps the name out of a pool, if any, whatever its counts.
  static func dropRule(_ name: String) -> DropRule? {
    let words = name.split(separator: " ")
    if words.count > wordsMax || name.utf8.count > bytesMax { return .tooLong }
    if name.unicodeScalars.count < 2 { return .tooShort }
    if name.unicodeScalars.allSatisfy({ !$0.properties.isAlphabetic }) { return .number }
    // `94th`, `1950s`, `3d`.
    if words.count == 1, let first = name.utf8.first, (0x30...0x39).contains(first) {
      return .number
    }
    if words.count == 1, FunctionWords.numbers.contains(name) { return .number }
    if StopConcepts.names.contains(name) { return .stopConcept }
    return NounTraits.isAbstract(name) ? .abstract : nil
  }
}
