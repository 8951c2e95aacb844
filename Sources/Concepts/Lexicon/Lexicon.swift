/// The words that the parser knows and what each can be.
struct Lexicon: Sendable {
  /// The lexicon of the lists in this folder.
  static let standard = Lexicon()

  private var classes: [String: WordClass] = [:]

  private init() {
    add(FunctionWords.determiners, .determiner)
    add(FunctionWords.possessives, .possessive)
    add(FunctionWords.pronouns, .pronoun)
    add(FunctionWords.prepositions, .preposition)
    add(FunctionWords.conjunctions, .conjunction)
    add(FunctionWords.auxiliaries, .auxiliary)
    add(FunctionWords.modals, .modal)
    add(FunctionWords.adverbs, .adverb)
    add(FunctionWords.numbers, .number)
    add(FunctionWords.pluralizers, .pluralizer)
    add(AdjectiveList.adjectives, .adjective)
    add(AdjectiveList.alsoNouns, .noun)
    add(NounList.lookalikes, .noun)
    add(NounList.common, .noun)
    add(VerbList.irregularPasts, .verbPast)
    for verb in VerbList.verbs.union(VerbList.alsoNouns) {
      let isNoun = NounList.common.contains(verb) || NounList.lookalikes.contains(verb)
      addVerb(
        verb,
        isNoun ? [.noun, .mostlyNoun] : VerbList.alsoNouns.contains(verb) ? .noun : [])
    }
    for verb in VerbList.mostlyNouns { addVerb(verb, [.noun, .mostlyNoun]) }
  }

  /// What a word can be; empty when it is not known.
  func classes(of word: String) -> WordClass {
    classes[word] ?? []
  }

  /// Whether a word is a number word such as `two`.
  func isNumber(_ word: String) -> Bool {
    classes(of: word).contains(.number)
  }

  /// The words of a text, separated by white space.
  static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  private mutating func add(_ words: Set<String>, _ wordClass: WordClass) {
    for word in words { classes[word, default: []].insert(wordClass) }
  }

  private mutating func addVerb(_ verb: String, _ extra: WordClass) {
    let forms = VerbForms(verb)
    classes[verb, default: []].formUnion(extra.union(.verbBase))
    classes[forms.third, default: []].formUnion(extra.union(.verbS))
    classes[forms.ing, default: []].formUnion(.verbIng)
    if forms.doubledIng != forms.ing { classes[forms.doubledIng, default: []].formUnion(.verbIng) }
    classes[forms.past, default: []].formUnion(.verbPast)
    if forms.doubledPast != forms.past {
      classes[forms.doubledPast, default: []].formUnion(.verbPast)
    }
  }
}

/// The regular forms of a verb, with the last consonant single and doubled.
struct VerbForms {
  let third: String
  let ing: String
  let doubledIng: String
  let past: String
  let doubledPast: String

  init(_ verb: String) {
    let bytes = Array(verb.utf8)
    let last = bytes.last ?? 0
    let before = bytes.dropLast().last ?? 0
    let isVowelBefore = Array("aeiou".utf8).contains(before)
    if last == UInt8(ascii: "y"), !isVowelBefore {
      let stem = String(verb.dropLast())
      third = stem + "ies"
      ing = verb + "ing"
      past = stem + "ied"
    } else if last == UInt8(ascii: "e") {
      third = verb + "s"
      ing = verb.hasSuffix("ie") ? verb.dropLast(2) + "ying" : verb.dropLast() + "ing"
      past = verb + "d"
    } else {
      let hisses = ["s", "x", "z", "ch", "sh", "o"].contains { verb.hasSuffix($0) }
      third = verb + (hisses ? "es" : "s")
      ing = verb + "ing"
      past = verb + "ed"
    }
    let doubles =
      isVowelBefore && Array("bdgklmnprt".utf8).contains(last) && bytes.count <= 6
    let doubled = doubles ? verb + String(decoding: [last], as: UTF8.self) : verb
    doubledIng = doubles ? doubled + "ing" : ing
    doubledPast = doubles ? doubled + "ed" : past
  }
}
