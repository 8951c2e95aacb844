/// Gathers what is known of each word from WordNet, the treebank, the clusters and our own lists.
struct WordTableBuilder {
  /// A word must occur this often to be tagged without a look around.
  static let onlyTagOccurrencesMin = 20
  /// Such a word has one tag in this share of its occurrences.
  static let onlyTagShareMin = 0.995
  /// Words that occur less often have no set of tags.
  static let ambiguityOccurrencesMin = 3
  /// Tags of a smaller share do not belong to the set.
  static let ambiguityShareMin = 0.05

  private var entries: [String: WordEntry] = [:]
  private(set) var lemmaRules: [LemmaRule] = []

  /// The words in the order of their bytes.
  var table: WordTable {
    let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return WordTable(sorted.map { (FeatureHash.word($0.key.utf8), $0.value) })
  }

  private mutating func change(_ word: String, _ body: (inout WordEntry) -> Void) {
    var entry = entries[word] ?? Self.unknown
    body(&entry)
    entries[word] = entry
  }

  private static let unknown: WordEntry = {
    var entry = WordEntry()
    entry.physicalHalfPercents = 255
    return entry
  }()

  /// Adds WordNet's words, their regular and irregular forms, and its compounds.
  mutating func add(_ wordNet: WordNet) {
    func single(_ words: [String]) -> [String] { words.filter { !$0.contains("_") } }
    for noun in wordNet.nouns.keys {
      let name = noun.split(separator: "_").joined(separator: " ")
      let isCompound = noun.contains("_")
      if isCompound, !CompoundRule.accepts(noun, wordNet) { continue }
      let share = wordNet.physicalShare(noun) ?? 0
      change(name) { entry in
        entry.physicalHalfPercents = UInt64((share * 200).rounded())
        entry.isGroup = wordNet.isGroup(noun)
        entry.isCompound = isCompound
        if !isCompound { entry.forms.insert(.noun) }
        entry.isEnglish = true
      }
      if !isCompound, name.utf8.count > 2 {
        change(InflectedForms.plural(name)) { $0.forms.insert(.plural) }
      }
    }
    for verb in single(wordNet.verbs) {
      change(verb) { $0.forms.insert(.verb) }
      guard verb.utf8.count > 1 else { continue }
      change(InflectedForms.plural(verb)) { $0.forms.insert(.thirdPerson) }
      for form in InflectedForms.present(verb) { change(form) { $0.forms.insert(.present) } }
      for form in InflectedForms.past(verb) { change(form) { $0.forms.insert(.past) } }
    }
    for word in single(wordNet.adjectives) { change(word) { $0.forms.insert(.adjective) } }
    for word in single(wordNet.adverbs) { change(word) { $0.forms.insert(.adverb) } }
    for (plural, _) in wordNet.nounExceptions where !plural.contains("_") {
      change(plural) { $0.forms.insert(.plural) }
    }
    for (past, _) in wordNet.verbExceptions where !past.contains("_") {
      change(past) { $0.forms.insert(.past) }
    }
    for word in Array(entries.keys) { change(word) { $0.isEnglish = true } }
  }

  /// Adds the words of a treebank: English words, sets of tags, words of one tag.
  mutating func add(_ treebank: Treebank) {
    var counts: [String: [Int]] = [:]
    let tags = PartOfSpeech.allCases
    for word in treebank.sentences.joined() {
      guard let tag = tags.firstIndex(of: word.tag) else { continue }
      counts[word.form.lowercased(), default: Array(repeating: 0, count: tags.count)][tag] += 1
    }
    var sets: [[Int]: Int] = [:]
    for (word, byTag) in counts.sorted(by: { $0.key < $1.key }) {
      let all = byTag.reduce(0, +)
      let isName = byTag[tags.firstIndex(of: .properNoun) ?? 0] * 2 > all
      change(word) { entry in
        if !isName { entry.isEnglish = true }
        guard all >= Self.ambiguityOccurrencesMin else { return }
        let set = byTag.indices.filter {
          Double(byTag[$0]) >= Self.ambiguityShareMin * Double(all) && byTag[$0] > 0
        }
        let number = sets[set] ?? sets.count + 1
        sets[set] = number
        entry.ambiguity = UInt64(number)
        guard all >= Self.onlyTagOccurrencesMin, let most = byTag.max(),
          Double(most) >= Self.onlyTagShareMin * Double(all),
          let tag = byTag.firstIndex(of: most)
        else { return }
        entry.onlyTag = UInt64(tag + 1)
      }
    }
  }

  /// Adds a text of `word<TAB>cluster` lines.
  mutating func addClusters(_ text: String, path: String) throws {
    for (number, line) in text.split(separator: "\n").enumerated() {
      let fields = line.split(separator: "\t")
      guard fields.count == 2, let cluster = UInt64(fields[1]), cluster < 255 else {
        throw TrainingError.badLine(
          path: path, line: number + 1, expected: "a word, a tab and a cluster below 255")
      }
      change(String(fields[0])) { $0.cluster = cluster + 1 }
    }
  }

  /// Adds our own lists: function words and compounds.
  mutating func addLists() {
    for word in FunctionWords.all {
      change(word) {
        $0.isFunctionWord = true; $0.isEnglish = true
      }
    }
    for name in CompoundList.names { change(name) { $0.isCompound = true } }
  }

  /// Finds the singular of every word; call last.
  mutating func addLemmas(_ wordNet: WordNet) {
    var rules: [LemmaRule: Int] = [:]
    let irregular = Dictionary(wordNet.nounExceptions, uniquingKeysWith: { first, _ in first })
    for word in entries.keys.sorted() where !word.contains(" ") {
      let lemma = Lemmatizer.singular(of: word, irregular: irregular) { wordNet.nouns[$0] != nil }
      guard lemma != word else { continue }
      let rule = LemmaRule(from: word, to: lemma)
      let number = rules[rule] ?? rules.count + 1
      guard number < 1024 else { continue }
      if rules[rule] == nil {
        rules[rule] = number
        lemmaRules.append(rule)
      }
      change(word) { $0.lemmaRule = UInt64(number) }
    }
  }
}
