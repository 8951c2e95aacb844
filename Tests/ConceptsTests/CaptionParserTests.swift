import Records
import Testing

@testable import Concepts

struct CaptionParserTests {
  private let parser = CaptionParser()

  /// Mentions are marked in the caption: `[surface=concept]`, or `[surface]` when they are equal.
  @Test(
    arguments: [
      "A [dog] and two [cats=cat] on a red [couch].",
      "A bunch of [bananas=banana] next to a [traffic light].",
      "A pair of [scissors] and [tape].",
      "Several [people=person] are riding [horses=horse] on the [beach].",
      "A black and white [cat] sits in a [sink].",
      "A [man]'s [hat]",
      "A [hot dog] with [french fries].",
      "Two [men=man] stand by a parked [car].",
      "A [woman] stands near the [stop signs=stop sign].",
      "A snow covered [hill] with [skis=ski] and [knives=knife].",
      "[Teddy bears=teddy bear] sitting on a [bed]",
      "A [child] brushing his [teeth=tooth] with a [toothbrush]",
      "It's raining on the [umbrellas=umbrella].",
      "the [dogs=dog]' [bowls=bowl]",
      "A [café] &amp; a <b>big</b> [bus] 🚌 https://example.com/dog",
      "A “red” [kite] — and a [ball]",
      "A [horse] is standing in a [field]",
      "A [hand] is holding a [phone]",
      "The [sun] is setting behind a [tree]",
      "A [kitchen] and [dining room] with a [table]",
      "a [man] with a [trophy] and a [medal]",
      "a [calendar] on the [wall]",
    ])
  func `mentions are the marked words`(marked: String) {
    let (caption, expected) = Self.unmarked(marked)
    let parsed = parser.mentions(in: caption)
    let kept = parsed.mentions.filter { ConceptName.isKept($0.concept) }
    #expect(kept == expected, "\(caption)")
    #expect(parsed.rejection == nil)
  }

  @Test func `chains of nouns are offered beside the head`() {
    #expect(
      parser.mentions(in: "a kitchen floor").chains.map(\.mention.concept) == ["kitchen floor"])
    #expect(
      parser.mentions(in: "a kitchen floor").chains.map(\.mention.surface) == ["kitchen floor"])
  }

  @Test func `measure nouns and collectives are dropped as asked`() {
    #expect(
      parser.mentions(in: "a group of sheep").dropped == [.measureNoun: 1])
    #expect(parser.mentions(in: "a herd of sheep").mentions.map(\.concept) == ["herd", "sheep"])
    let strict = CaptionParser(filters: [.collective])
    #expect(strict.mentions(in: "a herd of sheep").mentions.map(\.concept) == ["sheep"])
    #expect(strict.mentions(in: "a herd of sheep").dropped == [.collective: 1])
    #expect(strict.mentions(in: "a group of sheep").mentions.map(\.concept) == ["group", "sheep"])
  }

  @Test func `pronouns are counted, or mentioned when their filter is off`() {
    #expect(parser.mentions(in: "someone holds something").dropped == [.pronoun: 2])
    let all = CaptionParser(rules: ConceptRules(filters: []))
    #expect(
      all.mentions(in: "someone on a horse").mentions.map(\.concept) == ["someone", "horse"])
  }

  @Test func `own names of several words are kept whole`() {
    let parser = CaptionParser(compounds: ["sleeping fox", "Night Lamps"])
    #expect(
      parser.mentions(in: "two sleeping foxes and a night lamp").mentions.map(\.concept) == [
        "sleeping fox", "night lamp",
      ])
  }

  @Test(
    arguments: [
      ("", Rejection.Reason.emptyCaption), (" \n\t", .emptyCaption), ("😀👨‍👩‍👧", .emptyCaption),
      ("...", .noConcept), ("it is there", .noConcept), ("1 2 3", .noConcept),
      ("Ein Hund liegt auf dem Sofa und schläft", .notEnglish),
      ("Un chien est assis sur le canapé avec une balle", .notEnglish),
      ("狗 在 沙发 上 睡觉", .notEnglish), ("الكلب على الأريكة", .notEnglish),
      (String(repeating: "dog ", count: 20_000), .captionTooLong),
    ])
  func `captions without a mention say why`(caption: String, reason: Rejection.Reason) {
    let parsed = parser.mentions(in: caption)
    #expect(parsed.mentions.isEmpty)
    #expect(parsed.rejection?.reason == reason)
  }

  @Test func `hostile captions end as mentions or a rejection`() {
    let captions = [
      String(repeating: "a", count: 1 << 20), String(repeating: ",", count: 10_000),
      String(repeating: "a dog, ", count: 5_000), String(repeating: "'s", count: 4_000),
      "a \u{0} dog", "\u{202e}a dog\u{202c} on a bed", String(repeating: "<b", count: 10_000),
      String(repeating: "&amp", count: 5_000), String(repeating: "x@", count: 4_000),
      String(repeating: "e\u{301}", count: 8_000), String(repeating: "👨‍👩‍👧‍👦", count: 1_000),
      String(repeating: "dog-", count: 8_000), String(repeating: "stop ", count: 5_000),
      "\u{fffd}\u{fffd}", String(repeating: "a red ", count: 2_000), "'", "''''", "-", "a-", "'s",
    ]
    for caption in captions {
      let parsed = parser.mentions(in: caption)
      #expect(parsed.mentions.isEmpty == (parsed.rejection != nil), "\(caption.prefix(20))")
      #expect(parsed.mentions.count <= CaptionTokenizer.tokensMax)
    }
    #expect(parser.mentions(in: String(repeating: "a dog, ", count: 5_000)).isTruncated)
  }

  @Test func `spans hold their surface in random captions`() {
    var generator = SeededGenerator(seed: 3)
    let pieces = [
      "a", "two", "dog", "dogs", "'s", "’s", "red", " ", " ", " ", ",", ".", "traffic", "light",
      "of", "bunch", "é", "e\u{301}", "👍", "\u{200d}", "&amp;", "<i>", "-", "on", "stop", "sign",
      "holding", "Hot", "DOG", "\u{0}", "#", "@me", "3", "\u{200f}", "http://x", "glasses",
    ]
    for _ in 0..<3_000 {
      let caption = (0..<Int.random(in: 1..<14, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let scalars = Array(caption.unicodeScalars)
      let parsed = parser.mentions(in: caption)
      for mention in parsed.mentions + parsed.chains.map(\.mention) {
        let text = String(String.UnicodeScalarView(scalars[mention.start..<mention.end]))
        #expect(text.unicodeScalars.elementsEqual(mention.surface.unicodeScalars), "\(caption)")
        #expect(!mention.concept.isEmpty)
      }
      for phrase in parsed.phrases { #expect(phrase.start < phrase.end) }
    }
  }

  /// Takes the marks out of a caption and returns the mentions that they ask for.
  static func unmarked(_ marked: String) -> (caption: String, mentions: [ConceptMention]) {
    var caption = String.UnicodeScalarView()
    var mentions: [ConceptMention] = []
    for (index, part) in marked.split(separator: "[", omittingEmptySubsequences: false).enumerated()
    {
      guard index > 0, let close = part.firstIndex(of: "]") else {
        caption.append(contentsOf: part.unicodeScalars)
        continue
      }
      let names = part[..<close].split(separator: "=").map(String.init)
      let start = caption.count
      caption.append(contentsOf: names[0].unicodeScalars)
      mentions.append(
        ConceptMention(
          concept: names.count > 1 ? names[1] : names[0].lowercased(), surface: names[0],
          start: start, end: caption.count))
      caption.append(contentsOf: part[part.index(after: close)...].unicodeScalars)
    }
    return (String(caption), mentions)
  }

  @Test(
    arguments: [
      // Three of five words are known, two of five, four of six, three of six.
      ("the dog vrmk qwzt on", true), ("the dog vrmk qwzt xzrt", false),
      ("a dog and qwzt xzrt of", true), ("a dog qwzt xzrt pfrl of", false),
    ])
  func `English has 60 percent of known words`(caption: String, isEnglish: Bool) {
    let reason = CaptionParser().mentions(in: caption).rejection?.reason
    #expect((reason != .notEnglish) == isEnglish)
  }
}
