/// Regular forms of English nouns and verbs, generously: a form too many costs a place in a table.
enum InflectedForms {
  private static func ends(_ word: String, in endings: [String]) -> Bool {
    endings.contains { word.hasSuffix($0) }
  }

  private static func isVowel(_ byte: UInt8?) -> Bool {
    byte.map { Array("aeiou".utf8).contains($0) } ?? false
  }

  /// The plural of a noun; the third person of a verb.
  static func plural(_ word: String) -> String {
    if ends(word, in: ["s", "x", "ch", "sh", "z"]) { return word + "es" }
    if word.hasSuffix("y"), !isVowel(word.utf8.dropLast().last) { return word.dropLast() + "ies" }
    return word + "s"
  }

  /// The present participle of a verb, its last letter single and doubled.
  static func present(_ verb: String) -> [String] {
    [(verb.hasSuffix("e") ? String(verb.dropLast()) : verb) + "ing"]
      + doubled(verb).map { $0 + "ing" }
  }

  /// The past of a verb, its last letter single and doubled.
  static func past(_ verb: String) -> [String] {
    let regular =
      verb.hasSuffix("e")
      ? verb + "d"
      : verb.hasSuffix("y") && !isVowel(verb.utf8.dropLast().last)
        ? verb.dropLast() + "ied" : verb + "ed"
    return [regular] + doubled(verb).map { $0 + "ed" }
  }

  private static func doubled(_ verb: String) -> [String] {
    guard let last = verb.utf8.last, verb.utf8.count > 2, verb.utf8.allSatisfy({ $0 < 0x80 }),
      !Array("aeiouwxy".utf8).contains(last), isVowel(verb.utf8.dropLast().last)
    else { return [] }
    return [verb + String(decoding: [last], as: UTF8.self)]
  }
}
