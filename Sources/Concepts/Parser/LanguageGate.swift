import Records

/// Keeps captions in other languages and scripts away from English rules.
///
/// A coarse test: most letters must be Latin, and a caption of some length must have an English
/// function word or enough known words.
enum LanguageGate {
  /// Captions of fewer words pass: `red bus` has no function word.
  static let wordsMin = 5
  /// Least share of known words.
  static let knownMin = 0.25

  /// Function words of other languages that are rare in English captions.
  private static let foreignWords = Lexicon.words(
    """
    aan auf avec con dans das de del dem den der des die dla dos du een ein eine einem einer el en
    est et het il im ist jest la las le les los lo mit na nad nicht o och oder od op pe por pour przy
    que s se sie sind sur ten to um un una und une uno van von voor w z zu zum
    """
  ).subtracting(["o", "s", "to", "w", "z", "die", "ten", "van", "im", "pe"])

  /// Why the caption is not for this parser, if it is not.
  static func rejection(_ tokens: [CaptionToken]) -> Rejection? {
    let words = tokens.filter { $0.kind == .word }
    guard !words.isEmpty else { return Rejection(.noConcept, "no word") }
    let foreignScript = words.count { !isLatin($0.text) }
    if foreignScript * 2 > words.count {
      return Rejection(.notEnglish, "\(foreignScript) of \(words.count) words are not Latin script")
    }
    guard words.count >= wordsMin else { return nil }
    var known = 0
    var foreign = 0
    for word in words {
      if foreignWords.contains(word.text) {
        foreign += 1
      } else if isKnown(word.text) {
        known += 1
      }
    }
    let share = Double(known) / Double(words.count)
    if share < knownMin || foreign > known {
      return Rejection(.notEnglish, "\(known) of \(words.count) words are known English ones")
    }
    return nil
  }

  private static func isKnown(_ word: String) -> Bool {
    let lexicon = Lexicon.standard
    return !lexicon.classes(of: word).isEmpty
      || !lexicon.classes(of: Lemmatizer.standard.lemma(ofNoun: word)).isEmpty
  }

  /// Latin letters up to Latin Extended-B, and those of Latin Extended Additional.
  private static func isLatin(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy {
      $0.value < 0x250 || (0x300..<0x370).contains($0.value) || (0x1e00..<0x1f00).contains($0.value)
        || $0.value == 0x2019
    }
  }
}
