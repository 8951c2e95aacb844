import Records
import Testing

@testable import Concepts

struct HostileCaptionTests {
  private static let parser = CaptionParser()

  private static func times(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  /// Captions that no caption writer would write, and that some file will hold.
  static let captions: [String] = [
    times("a", 1 << 20), times("a dog ", 200_000), times(",", 10_000), times("a dog, ", 5_000),
    times("'s", 4_000), "a \u{0} dog", "\u{0}", "\u{202e}a dog\u{202c} on a bed",
    times("<b", 10_000),
    times("&amp", 5_000), times("x@", 4_000), times("e\u{301}", 8_000), times("👨‍👩‍👧‍👦", 1_000),
    times("dog-", 8_000), times("stop ", 5_000), "\u{fffd}\u{fffd}", times("a red ", 2_000), "'",
    "''''", "-", "a-", "'s", "the of and with on in", "it", "\u{feff}a dog", times("\u{301}", 500),
    "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305} dog", "&#0;", "&#x110000;", "&#xd800;", "&;",
    "&#;",
    "<", "<<<>>>", "<a href=\"http://x.y\">dog</a>", "http://", "https://a.b/c?d=e a dog", "@",
    "@@",
    "#", "#dog #cat", "a.b@c.com", "www.", "www.dog.com", "1/2/3", "1,2,3.4:5", "....", "-----",
    "a - b - c - d", times("- ", 3_000), "t - shirt", times("t - ", 3_000), "\u{2014}\u{2014}",
    "dog\u{200b}house", "\u{ad}\u{ad}", "ﬁsh and ﬂag", "ｄｏｇ", "İstanbul", "ß", "\u{1f1e9}\u{1f1ea}",
    "\u{e000} a dog", "\r\n\r\n", "\t", "a\u{a0}dog\u{3000}on a\u{2028}bed", "𝐝𝐨𝐠", "n't", "cannot",
    "DOG DOG DOG", "no dog without a cat", times("(", 9_000), times("\"", 9_000), "a\u{85}dog",
    String(decoding: [0xed, 0xa0, 0x80, 0x20, 0x61, 0x20, 0x64, 0x6f, 0x67], as: UTF8.self),
    String(decoding: [0xff, 0xfe, 0x64, 0x00], as: UTF8.self), times("http://x ", 2_000),
    times("a@b.c ", 2_000), times("&eacute;", 1_500), times("a b ", 20_000), times("日本", 9_000),
  ]

  @Test func `there are enough of them`() {
    #expect(Self.captions.count >= 60)
  }

  @Test(arguments: captions)
  func `each ends as mentions or a reason, with spans inside the caption`(caption: String) {
    let parsed = Self.parser.mentions(in: caption)
    #expect(parsed.mentions.isEmpty == (parsed.rejection != nil))
    #expect(parsed.mentions.count <= CaptionTokenizer.tokensMax)
    let scalars = Array(caption.unicodeScalars)
    for phrase in parsed.phrases {
      #expect(phrase.start < phrase.end && phrase.end <= scalars.count)
    }
    for mention in parsed.mentions {
      let text = String.UnicodeScalarView(scalars[mention.start..<mention.end])
      #expect(String(text).unicodeScalars.elementsEqual(mention.surface.unicodeScalars))
      #expect(!mention.concept.isEmpty && !mention.concept.contains("\u{fffd}"))
    }
    let analysis = Self.parser.analyse(caption)
    #expect(analysis.parsed == parsed)
    for token in analysis.tokens {
      #expect(token.start < token.end && token.end <= scalars.count)
    }
  }

  @Test func `time grows with the caption, not with its square`() {
    let clock = ContinuousClock()
    for piece in ["<b", "&amp", "x@", "dog-", "e\u{301}", "- ", "t - ", ",", "http://x ", "a b "] {
      func time(_ count: Int) -> Double {
        let caption = Self.times(piece, count)
        let runs = (0..<3).map { _ in clock.measure { _ = Self.parser.mentions(in: caption) } }
        return Double(runs.min().map { $0.components.attoseconds } ?? 0)
      }
      _ = time(100)
      let short = time(400)
      let long = time(3_200)
      #expect(long < 40 * short + 5e16, "\(piece): \(long / short) times as long for 8 times")
    }
  }
}
