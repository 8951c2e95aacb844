import Records

/// Keeps captions in other languages and scripts away from English rules.
///
/// English has enough known words, and function words in all but the shortest captions. Measured
/// shares of accepted captions are in `schemas/caption-model.md`.
enum LanguageGate {
  /// Least share of known words.
  static let knownMin = 0.6
  /// Least share of function words.
  static let functionWordsMin = 0.08
  /// With this share of known words no function word is needed: titles have none.
  static let surelyKnown = 0.75
  /// Captions of fewer words need no function word: `red double decker` has none.
  static let functionWordsFrom = 4
  /// Captions of fewer words need no known word: a name may be the whole caption.
  static let knownFrom = 3

  /// Why the caption is not for this parser, if it is not.
  static func rejection(_ reading: CaptionReading) -> Rejection? {
    let latin = reading.text.latinLetters
    let other = reading.text.otherLetters
    if other > latin {
      return Rejection(.notEnglish, "\(other) of \(other + latin) letters are not Latin")
    }
    var all = 0
    var known = 0
    var functionWords = 0
    for place in reading.tokens.indices where reading.tokens[place].kind == .word {
      all += 1
      let entry = reading.entry(place)
      if entry.isFunctionWord { functionWords += 1 }
      if entry.isEnglish || isCompound(reading.bytes(place)) { known += 1 }
    }
    guard all > 0 else { return Rejection(.noConcept, "no word") }
    if all >= knownFrom, Double(known) < knownMin * Double(all) {
      return Rejection(.notEnglish, "\(known) of \(all) words are known English ones")
    }
    if all >= functionWordsFrom, Double(functionWords) < functionWordsMin * Double(all),
      Double(known) < surelyKnown * Double(all)
    {
      return Rejection(.notEnglish, "\(functionWords) of \(all) words are function words")
    }
    return nil
  }

  /// Words with a hyphen are English as far as this test goes.
  private static func isCompound(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains(UInt8(ascii: "-"))
  }
}
