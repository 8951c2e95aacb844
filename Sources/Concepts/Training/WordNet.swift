/// WordNet 3.0 as far as the model needs it, read from the files of its `dict` folder.
struct WordNet: Sendable {
  /// The files that are read.
  enum File: String, CaseIterable, Sendable {
    case nounIndex = "index.noun"
    case verbIndex = "index.verb"
    case adjectiveIndex = "index.adj"
    case adverbIndex = "index.adv"
    case nounData = "data.noun"
    case nounExceptions = "noun.exc"
    case verbExceptions = "verb.exc"
    case senseCounts = "cntlist.rev"
  }

  /// The synset of every physical thing.
  static let physicalEntity: UInt32 = 1_930
  /// Lexicographer's files by number.
  static let groupFile = 14
  static let animalFile = 5
  static let foodFile = 13

  /// The synsets of each noun, the most frequent sense first; words joined by `_`.
  private(set) var nouns: [String: [UInt32]] = [:]
  private(set) var verbs: [String] = []
  private(set) var adjectives: [String] = []
  private(set) var adverbs: [String] = []
  /// Irregular plurals with their singulars.
  private(set) var nounExceptions: [(String, String)] = []
  /// Irregular pasts with their verbs.
  private(set) var verbExceptions: [(String, String)] = []
  private var hypernyms: [UInt32: [UInt32]] = [:]
  private var files: [UInt32: Int] = [:]
  private var tagCounts: [String: [Int: Int]] = [:]
  private var physical: [UInt32: Bool] = [:]

  /// Reads the files' texts.
  init(_ texts: [File: String]) throws {
    func rows(_ file: File) -> [Substring] {
      (texts[file] ?? "").split(separator: "\n").filter { !$0.hasPrefix(" ") }
    }
    for row in rows(.nounIndex) {
      let fields = row.split(separator: " ")
      guard fields.count > 3, let senses = Int(fields[2]), fields.count > senses else {
        throw TrainingError.badLine(
          path: File.nounIndex.rawValue, line: 0, expected: "an index line of WordNet 3.0")
      }
      nouns[String(fields[0])] = fields.suffix(senses).compactMap { UInt32($0) }
    }
    verbs = rows(.verbIndex).map(Self.firstField)
    adjectives = rows(.adjectiveIndex).map(Self.firstField)
    adverbs = rows(.adverbIndex).map(Self.firstField)
    nounExceptions = rows(.nounExceptions).compactMap(Self.pair)
    verbExceptions = rows(.verbExceptions).compactMap(Self.pair)
    for row in rows(.nounData) { readSynset(row) }
    for row in rows(.senseCounts) { readCount(row) }
    guard !nouns.isEmpty, !hypernyms.isEmpty else {
      throw TrainingError.empty(path: File.nounIndex.rawValue, what: "noun")
    }
    for synset in hypernyms.keys { physical[synset] = reaches(Self.physicalEntity, from: synset) }
  }

  private static func firstField(_ row: Substring) -> String {
    String(row.prefix { $0 != " " })
  }

  private static func pair(_ row: Substring) -> (String, String)? {
    let fields = row.split(separator: " ")
    return fields.count >= 2 ? (String(fields[0]), String(fields[1])) : nil
  }

  private mutating func readSynset(_ row: Substring) {
    let fields = row.prefix { $0 != "|" }.split(separator: " ")
    guard fields.count > 4, let synset = UInt32(fields[0]), let words = Int(fields[3], radix: 16),
      fields.count > 4 + 2 * words, let pointers = Int(fields[4 + 2 * words])
    else { return }
    files[synset] = Int(fields[1])
    var above: [UInt32] = []
    for pointer in 0..<pointers {
      let place = 5 + 2 * words + 4 * pointer
      guard place + 1 < fields.count else { break }
      if fields[place] == "@" || fields[place] == "@i", let target = UInt32(fields[place + 1]) {
        above.append(target)
      }
    }
    hypernyms[synset] = above
  }

  /// `lemma%1:...` number count; only nouns.
  private mutating func readCount(_ row: Substring) {
    let fields = row.split(separator: " ")
    guard fields.count == 3, let mark = fields[0].firstIndex(of: "%"),
      fields[0][mark...].hasPrefix("%1"), let sense = Int(fields[1]), let count = Int(fields[2])
    else { return }
    tagCounts[String(fields[0][..<mark]), default: [:]][sense] = count
  }

  private func reaches(_ target: UInt32, from synset: UInt32) -> Bool {
    above([synset]).contains(target)
  }

  /// The synsets and all their hypernyms.
  private func above(_ synsets: [UInt32]) -> Set<UInt32> {
    var seen: Set<UInt32> = []
    var open = synsets
    while let synset = open.popLast() {
      if seen.insert(synset).inserted { open.append(contentsOf: hypernyms[synset] ?? []) }
    }
    return seen
  }

  /// Share of physical things among a noun's senses, each weighted by its count in SemCor plus one.
  func physicalShare(_ noun: String) -> Double? {
    guard let senses = nouns[noun] else { return nil }
    let counts = tagCounts[noun] ?? [:]
    var sum = 0.0
    var all = 0.0
    for (place, synset) in senses.enumerated() {
      let weight = Double(counts[place + 1] ?? 0) + 1
      all += weight
      if physical[synset] == true { sum += weight }
    }
    return sum / all
  }

  /// Whether a noun's first sense is a group of things.
  func isGroup(_ noun: String) -> Bool {
    nouns[noun]?.first.flatMap { files[$0] } == Self.groupFile
  }

  /// Whether a sense of a noun in a lexicographer's file is a kind of some sense of another noun.
  func isKind(_ noun: String, of general: String, in file: Int) -> Bool {
    let targets = Set(nouns[general] ?? [])
    return senses(of: noun, in: file).contains { synset in
      !above(hypernyms[synset] ?? []).isDisjoint(with: targets)
    }
  }

  /// Whether a sense of a noun in a lexicographer's file stands right below the first sense of
  /// another.
  func isNextKind(_ noun: String, below general: String, in file: Int) -> Bool {
    guard let target = nouns[general]?.first else { return false }
    return senses(of: noun, in: file).contains { hypernyms[$0]?.contains(target) ?? false }
  }

  private func senses(of noun: String, in file: Int) -> [UInt32] {
    (nouns[noun] ?? []).filter { files[$0] == file }
  }
}
