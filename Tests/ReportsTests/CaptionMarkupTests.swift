import Testing

@testable import Reports

struct CaptionMarkupTests {
  /// A caption in which `[` and `]` stand around concepts.
  private func markup(_ text: String, extra: [GalleryImage.Span] = []) -> String {
    var caption = String.UnicodeScalarView()
    var spans: [GalleryImage.Span] = []
    var start = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "[": start = caption.count
      case "]": spans.append(.init(caption: 0, start: start, end: caption.count, concept: "c"))
      default: caption.append(scalar)
      }
    }
    return CaptionMarkup(caption: String(caption), spans: spans + extra).markup
  }

  @Test func `concepts are marked where they stand, in Unicode scalars`() {
    let open = "<mark title=\"c\">"
    for (text, expected) in [
      ("[cat]", "\(open)cat</mark>"),
      ("a [cat] and a [dog].", "a \(open)cat</mark> and a \(open)dog</mark>."),
      ("e\u{301}te\u{301} [cafe\u{301}]!", "e\u{301}te\u{301} \(open)cafe\u{301}</mark>!"),
      ("👩‍🍳 [👨‍👩‍👧] x", "👩[U+200D]🍳 \(open)👨[U+200D]👩[U+200D]👧</mark> x"),
      ("<[b]> & [\"q\"]", "&lt;\(open)b</mark>&gt; &amp; \(open)&quot;q&quot;</mark>"),
      ("none", "none"), ("", ""),
    ] {
      #expect(markup(text) == expected)
    }
  }

  @Test func `spans outside the text or over an earlier one are left out`() {
    let wrong: [(Int, Int)] = [(0, 99), (2, 2), (3, 1), (-1, 2), (5, 7), (50, 60)]
    let spans = wrong.map { GalleryImage.Span(caption: 0, start: $0.0, end: $0.1, concept: "w") }
    #expect(
      markup("a [black cat] x", extra: spans).contains("<mark title=\"c\">black cat</mark> x"))
    #expect(markup("ab", extra: spans) == "ab")
  }

  @Test func `an endless caption is cut`() {
    let markup = markup(String(repeating: "ab ", count: 100_000))
    #expect(markup.unicodeScalars.count == 401)
    #expect(markup.hasSuffix("…"))
  }
}
