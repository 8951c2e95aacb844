import Kernels

/// A caption read by a model: tokens, what is known of them, tags and chunks.
struct CaptionReading {
  private(set) var text: CaptionText
  private(set) var tokens: [CaptionToken]
  /// What is known of each token's word.
  private(set) var known: [KnownWord] = []
  /// Features with two paddings at both ends.
  private(set) var words: [WordFeatures] = []
  /// Tag numbers with two paddings at both ends; empty until `tag` is called.
  private(set) var tags: [UInt64] = []
  /// Chunk tags with two paddings at both ends; empty until `tag` is called.
  private(set) var chunks: [UInt64] = []
  /// Whether a part of the caption was not read.
  let isTruncated: Bool

  /// Splits a caption and looks its words up; to be tagged with the same memory.
  init(_ caption: String, _ model: CaptionModel, _ memory: inout CaptionMemory) {
    text = CaptionText(caption)
    let tokenizer = CaptionTokenizer(text)
    tokens = tokenizer.tokens
    isTruncated = text.isTruncated || tokenizer.isTruncated
    joinSpacedHyphens(model)
    let ignoresCase = isTitleCase
    known.reserveCapacity(tokens.count)
    words.reserveCapacity(tokens.count + 4)
    words.append(.start)
    words.append(.start)
    for token in tokens {
      let word = memory.words.word(text, token.bytes, ignoresCase: ignoresCase, model)
      known.append(word)
      words.append(word.features)
    }
    words.append(.end)
    words.append(.end)
  }

  /// Splits a caption and looks its words up.
  init(_ caption: String, _ model: CaptionModel) {
    self = model.sequence.memories.withMemory { CaptionReading(caption, model, &$0) }
  }

  /// Share of words that begin in upper case above which case tells nothing.
  private static let titleCaseShare = 0.6

  /// Whether all words begin in upper case, so that it tells nothing: titles and shouting.
  private var isTitleCase: Bool {
    var alphabetic = 0
    var upper = 0
    for token in tokens where token.kind == .word {
      alphabetic += 1
      if text.isUpper[token.bytes.lowerBound] != 0 { upper += 1 }
    }
    return upper > 0 && Double(upper) > Self.titleCaseShare * Double(alphabetic)
  }

  /// `t - shirt` is `t-shirt` where the model knows the joined word.
  private mutating func joinSpacedHyphens(_ model: CaptionModel) {
    var place = 1
    while place + 1 < tokens.count {
      defer { place += 1 }
      let (left, middle, right) = (tokens[place - 1], tokens[place], tokens[place + 1])
      guard middle.kind == .sign, text.bytes[middle.bytes.lowerBound] == UInt8(ascii: "-"),
        left.kind == .word || left.kind == .number, right.kind == .word,
        left.bytes.count + right.bytes.count < CaptionTokenizer.wordBytesMax
      else { continue }
      let joined = Array(text.bytes[left.bytes]) + [UInt8(ascii: "-")] + text.bytes[right.bytes]
      guard model.words.entry(FeatureHash.word(joined)) != nil else { continue }
      let token = CaptionToken(
        kind: .word, bytes: text.append(joined),
        scalars: left.scalars.lowerBound..<right.scalars.upperBound)
      tokens.replaceSubrange((place - 1)...(place + 1), with: [token])
    }
  }

  /// Tags the tokens and finds the phrases.
  mutating func tag(_ model: CaptionModel, _ memory: inout CaptionMemory) {
    tags = model.sequence.tags(words, &memory.tagger)
    chunks = model.sequence.chunks(words, tags, &memory.chunker)
    joinParticiples()
    freeVerbs()
    partPairs()
  }

  /// `a kitchen and` is a kitchen: no phrase begins or ends with a word that joins others.
  mutating func trimPhrases() {
    for phrase in phrases {
      var rest = phrase
      while let last = rest.last, joinsOthers(last) {
        chunks[last + 2] = 0
        rest = rest.dropLast()
      }
      while let first = rest.first, joinsOthers(first) {
        chunks[first + 2] = 0
        rest = rest.dropFirst()
      }
      if let first = rest.first { chunks[first + 2] = 1 }
    }
  }

  /// Whether token `place` is no part of a name but stands between phrases; `a close up` is one.
  private func joinsOthers(_ place: Int) -> Bool {
    switch tag(place) {
    case .coordinator, .subordinator, .auxiliary, .punctuation: true
    case .adposition: entry(place).isFunctionWord && !isWord(place, Self.up)
    default: false
    }
  }

  private static let up = FeatureHash.word("up".utf8)

  /// `a snow covered hill` is one phrase: the snow tells what hill it is.
  private mutating func joinParticiples() {
    for place in tokens.indices.dropFirst().dropLast() {
      let isPart =
        chunks[place + 2] == 0 && entry(place).forms.contains(.past) && chunks[place + 1] != 0
        && known[place - 1].lists.contains(.participleNoun)
        // `is` counts as irregular: a horse is standing, but no hill is horse is.
        && tag(place) != .auxiliary
      guard isPart, entry(place + 1).forms.contains(.noun),
        [.noun, .adjective, .properNoun, .verb].contains(tag(place + 1))
      else { continue }
      chunks[place + 2] = 2
      chunks[place + 3] = 2
      if tag(place + 1) == .verb { tags[place + 3] = PartOfSpeech.noun.number }
    }
  }

  /// `a bird perches` is a bird that perches: a singular determiner wants no plural.
  private mutating func freeVerbs() {
    for phrase in phrases where phrase.count > 2 {
      let head = phrase.upperBound - 1
      let entry = entry(head)
      guard known[phrase.lowerBound].lists.contains(.singularDeterminer),
        entry.forms.contains(.thirdPerson), entry.lemmaRule > 0, tag(head - 1).isNoun,
        phrase.allSatisfy({ tokens[$0].kind == .word })
      else { continue }
      chunks[head + 2] = 0
      tags[head + 2] = PartOfSpeech.verb.number
    }
  }

  /// `a burrito and potato wedges` is two phrases: `a` is not for the wedges.
  private mutating func partPairs() {
    for phrase in phrases where phrase.count > 3 {
      let head = entry(phrase.upperBound - 1)
      guard known[phrase.lowerBound].lists.contains(.singularDeterminer),
        head.forms.contains(.plural), head.lemmaRule > 0,
        let and = phrase.dropFirst(2).first(where: { tag($0) == .coordinator }),
        tag(and - 1).isNoun, and + 1 < phrase.upperBound
      else { continue }
      chunks[and + 2] = 0
      chunks[and + 3] = 1
    }
  }

  /// Makes the tokens of a name one phrase with a noun at its end, unless they are within one.
  mutating func force(_ range: Range<Int>) {
    let first = range.lowerBound + 2
    let last = range.upperBound + 1
    let isWithinOne = chunks[first] != 0 && (first + 1..<last + 1).allSatisfy { chunks[$0] == 2 }
    if !isWithinOne {
      if chunks[first] == 0 { chunks[first] = Self.opensPhrase(tags[first - 1]) ? 2 : 1 }
      if chunks[first] == 2, chunks[first - 1] == 0 { chunks[first] = 1 }
      for place in (first + 1)..<(last + 1) { chunks[place] = 2 }
    }
    if !tag(range.upperBound - 1).isNoun { tags[last] = PartOfSpeech.noun.number }
  }

  private static func opensPhrase(_ tag: UInt64) -> Bool {
    [PartOfSpeech.determiner.number, PartOfSpeech.adjective.number, PartOfSpeech.number.number]
      .contains(tag)
  }

  /// The part of speech of token `place`.
  func tag(_ place: Int) -> PartOfSpeech { PartOfSpeech.allCases[Int(tags[place + 2])] }

  /// What the model knows of token `place`.
  func entry(_ place: Int) -> WordEntry { words[place + 2].entry }

  /// The bytes of token `place`.
  func bytes(_ place: Int) -> ArraySlice<UInt8> { text.bytes[tokens[place].bytes] }

  /// The text of token `place`, normalised.
  func word(_ place: Int) -> String { known[place].text }

  /// The singular of token `place` as a noun.
  func lemma(_ place: Int) -> String { known[place].lemma }

  /// Whether the caption has token `place` letter by letter as `word` does.
  func isAsWritten(_ place: Int) -> Bool {
    text.isAsWritten(tokens[place].bytes) && tokens[place].bytes == tokens[place].scalars
  }

  /// Whether there is a token `place` whose word has this hash.
  func isWord(_ place: Int, _ hash: UInt64) -> Bool {
    tokens.indices.contains(place) && words[place + 2].word == hash
  }

  /// The phrases: ranges of tokens, each begun by a begin tag.
  var phrases: [Range<Int>] {
    var phrases: [Range<Int>] = []
    phrases.reserveCapacity(8)
    var place = 0
    while place < tokens.count {
      guard chunks[place + 2] == 1 else {
        place += 1
        continue
      }
      var end = place + 1
      while end < tokens.count, chunks[end + 2] == 2 { end += 1 }
      phrases.append(place..<end)
      place = end
    }
    return phrases
  }
}
