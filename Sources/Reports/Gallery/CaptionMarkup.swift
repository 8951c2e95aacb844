/// A caption with its concepts marked.
struct CaptionMarkup {
  /// Longer captions are cut: one hostile line must not fill the page.
  static let scalarsMax = 400

  let caption: String
  /// Concepts with their places in the caption, counted in Unicode scalars.
  let spans: [GalleryImage.Span]

  /// The caption as HTML.
  ///
  /// Spans outside the text and spans that overlap an earlier one are left out.
  var markup: String {
    let scalars = caption.unicodeScalars
    var result = ""
    var index = scalars.startIndex
    var position = 0
    func take(upTo end: Int) -> String {
      let next =
        scalars.index(index, offsetBy: end - position, limitedBy: scalars.endIndex)
        ?? scalars.endIndex
      defer {
        index = next
        position = end
      }
      return PageText.escaped(String(scalars[index..<next]))
    }
    let count = min(scalars.count, Self.scalarsMax)
    let ordered = spans.sorted { ($0.start, -$0.end) < ($1.start, -$1.end) }
    for span in ordered where span.start >= position && span.end > span.start && span.end <= count {
      result += take(upTo: span.start)
      let concept = PageText.escaped(PageText.shortened(span.concept, to: 80))
      result += "<mark title=\"\(concept)\">\(take(upTo: span.end))</mark>"
    }
    result += take(upTo: count)
    return count < scalars.count ? result + "…" : result
  }
}
