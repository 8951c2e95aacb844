/// What the model knows of a word out of context, packed into 64 bits.
struct WordEntry: Hashable, Sendable {
  /// The packed fields, as the model's file stores them.
  var bits: UInt64 = 0

  /// Parts of speech and inflections that dictionaries give a word.
  struct Forms: OptionSet, Hashable, Sendable {
    let rawValue: UInt64
    static let noun = Forms(rawValue: 1)
    static let verb = Forms(rawValue: 2)
    static let adjective = Forms(rawValue: 4)
    static let adverb = Forms(rawValue: 8)
    static let plural = Forms(rawValue: 16)
    static let thirdPerson = Forms(rawValue: 32)
    static let past = Forms(rawValue: 64)
    static let present = Forms(rawValue: 128)
  }

  private func field(_ shift: UInt64, _ width: UInt64) -> UInt64 {
    (bits >> shift) & ((1 << width) - 1)
  }

  private mutating func set(_ value: UInt64, _ shift: UInt64, _ width: UInt64) {
    precondition(value < 1 << width, "a field of a word overflows")
    bits = bits & ~(((1 << width) - 1) << shift) | value << shift
  }

  /// Forms of the dictionary.
  var forms: Forms {
    get { Forms(rawValue: field(0, 8)) }
    set { set(newValue.rawValue, 0, 8) }
  }
  /// Cluster of words with like neighbours, from 1; 0 for none.
  var cluster: UInt64 {
    get { field(8, 8) }
    set { set(newValue, 8, 8) }
  }
  /// The set of tags that the treebank gives the word, by number from 1; 0 for rare words.
  var ambiguity: UInt64 {
    get { field(16, 12) }
    set { set(newValue, 16, 12) }
  }
  /// The one tag of a word that is never anything else, plus one; 0 for others.
  var onlyTag: UInt64 {
    get { field(28, 5) }
    set { set(newValue, 28, 5) }
  }
  /// Share of physical things among a noun's senses, in half percents; 255 for no noun.
  var physicalHalfPercents: UInt64 {
    get { field(33, 8) }
    set { set(newValue, 33, 8) }
  }
  /// Whether the first sense is a group (`team`, `audience`).
  var isGroup: Bool {
    get { field(41, 1) == 1 }
    set { set(newValue ? 1 : 0, 41, 1) }
  }
  /// Whether it is a word of English.
  var isEnglish: Bool {
    get { field(42, 1) == 1 }
    set { set(newValue ? 1 : 0, 42, 1) }
  }
  /// Whether it is one of the words that hold sentences together.
  var isFunctionWord: Bool {
    get { field(43, 1) == 1 }
    set { set(newValue ? 1 : 0, 43, 1) }
  }
  /// Whether it is a name of several words, kept whole.
  var isCompound: Bool {
    get { field(44, 1) == 1 }
    set { set(newValue ? 1 : 0, 44, 1) }
  }
  /// How the singular is formed, by number from 1; 0 for words that are their own.
  var lemmaRule: UInt64 {
    get { field(45, 10) }
    set { set(newValue, 45, 10) }
  }

  /// Share of physical things among a noun's senses, 0...1; `nil` for words that are no noun.
  var physicalShare: Double? {
    physicalHalfPercents == 255 ? nil : Double(physicalHalfPercents) / 200
  }
}
