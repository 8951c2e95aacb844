import Testing

@testable import CLIP

struct TextCleaningTests {
  @Test(
    arguments: [
      ("  A \t Cat\n", "a cat"), ("a &amp;amp; b", "a & b"), ("&lt;b&gt;", "<b>"),
      ("&notit;", "¬it;"), ("&#x1F600;&#128;&#0;", "😀€\u{fffd}"), ("&unknown;", "&unknown;"),
      ("&", "&"), ("&;", "&;"), ("&#;", "&#;"), ("&#x;", "&#x;"),
      ("ﬁre ＡＢＣ１", "fire abc1"), ("‘a’ “b”", "'a' \"b\""), ("cafe\u{301}", "café"),
      ("Ã©tÃ© â€™ ðŸ˜€", "été ' 😀"), ("a\u{1b}[31mb\u{7}", "ab"), ("ΟΔΟΣ ΣΑ Σ", "οδος σα σ"),
      ("İ", "i\u{307}"), ("<p>&amp;amp;amp;</p>", "<p>&amp;</p>"), ("", ""), (" ", ""),
    ])
  func `open_clip's cleaning`(text: String, cleaned: String) {
    let result = TextCleaning.openCLIP.clean(text)
    #expect(result.unicodeScalars.elementsEqual(cleaned.unicodeScalars), "\(result)")
  }

  @Test func `every HTML5 entity of the table decodes to itself once`() {
    let names = HTMLEntityTable.closed.split(whereSeparator: \.isWhitespace)
    #expect(names.count == 2125)
    for entry in names {
      let name = String(entry.prefix { $0 != "=" })
      let decoded = HTMLEntities.unescaped("&\(name);")
      #expect(!decoded.hasPrefix("&\(name)"), "\(name)")
    }
  }

  @Test func `cleaning a clean text changes nothing`() {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("aB &;#x<é ﬁ’\u{0}\u{a0}Ã©1Σ".unicodeScalars)
    for _ in 0..<500 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0..<12, using: &generator) {
        text.append(alphabet.randomElement(using: &generator) ?? "a")
      }
      let raw = String(text)
      guard !raw.contains("&") else { continue }
      let once = TextCleaning.openCLIP.clean(raw)
      #expect(TextCleaning.openCLIP.clean(once) == once, "\(raw.debugDescription)")
    }
  }
}

/// A small deterministic generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
