/// What changed, in a few numbers.
enum ComparisonSummarySection {
  private struct Card {
    let number: String
    let what: String
    let why: String
    let target: String
  }

  private struct Word {
    let kind: String
    let label: String
    let names: String
  }

  private struct View {
    let words: [Word]
    let hasWords: Bool
    let warnings: [String]
    let cards: [Card]
  }

  private static let template = """
    {{#warnings}}<p class="warning">{{.}}</p>
    {{/warnings}}{{#hasWords}}<p class="short">{{#words}}<b class="{{kind}}">{{label}}:</b> {{names}}.
    {{/words}}</p>{{/hasWords}}
    <div class="cards">{{#cards}}<a class="card" href="#{{target}}">
    <span class="number">{{number}}</span><span class="what">{{what}}</span>
    <span class="why">{{why}}</span></a>
    {{/cards}}</div>
    """

  static func make(_ numbers: ComparisonNumbers) throws -> PageSection {
    let words = words(numbers.headlines)
    return try PageSection(
      anchor: "summary", heading: "Summary", template: template,
      view: View(
        words: words, hasWords: !words.isEmpty, warnings: warnings(numbers), cards: cards(numbers)))
  }

  /// Shares that moved by at least half a percentage point, in words.
  private static func words(_ headlines: [HeadlineChange]) -> [Word] {
    let moved = headlines.filter { $0.unit == .share && abs($0.difference ?? 0) >= 0.005 }
    return [("up", "good", "Better in B"), ("down", "weak", "Worse in B")].compactMap {
      kind, style, label in
      let names = moved.filter {
        DifferenceText.kind($0.difference, moreIsBetter: $0.moreIsBetter) == kind
      }.map { "\($0.name) (\(DifferenceText.difference($0.difference, .share)))" }
      guard !names.isEmpty else { return nil }
      return Word(kind: style, label: label, names: names.joined(separator: "; "))
    }
  }

  /// What makes the two hard to compare, said before any number.
  static func warnings(_ numbers: ComparisonNumbers) -> [String] {
    let (images, regions) = (numbers.images, numbers.regions)
    if images.both == 0 {
      return [
        "The two have no image in common: nothing can be compared image by image, and the numbers "
          + "below stand side by side only."
      ]
    }
    var warnings: [String] = []
    let alone = images.onlyFirst + images.onlySecond
    if alone > 0 {
      let samples = images.samples.map { PageText.shortened($0, to: 60) }.joined(separator: ", ")
      warnings.append(
        "\(NumberText.count(alone)) images are on one side alone (\(samples)): main numbers are of "
          + "each side's own images, classes and regions of the \(NumberText.count(images.both)) "
          + "shared ones.")
    }
    if regions.both == 0, regions.first > 0, regions.second > 0 {
      warnings.append(
        "No region of A has the same box as one of B: labels cannot be compared region by region.")
    }
    if numbers.concepts.both == 0, numbers.concepts.addedTotal + numbers.concepts.removedTotal > 0 {
      warnings.append("The two pools have no concept in common: every label differs by name.")
    }
    if numbers.settings.isEmpty {
      warnings.append("Both were made with the same settings, models and pool.")
    }
    if numbers.classes.isEmpty {
      warnings.append(
        "No ground truth for the shared images was given: the page tells what changed, not which "
          + "side is right.")
    }
    return warnings
  }

  private static func cards(_ numbers: ComparisonNumbers) -> [Card] {
    let (regions, concepts, classes) = (numbers.regions, numbers.concepts, numbers.classes)
    var cards: [Card] = []
    func total(_ value: (ClassChange) -> Int) -> Int { classes.reduce(0) { $0 + value($1) } }
    if !classes.isEmpty {
      let (mended, broken) = (total(\.mended), total(\.broken))
      cards.append(
        Card(
          number: DifferenceText.difference(Double(mended - broken), .count),
          what: "objects named rightly",
          why: "of \(NumberText.count(total(\.objects))): B mends \(NumberText.count(mended)), "
            + "breaks \(NumberText.count(broken))", target: "classes"))
      let better = classes.count { $0.rightSecond > $0.rightFirst }
      let worse = classes.count { $0.rightSecond < $0.rightFirst }
      cards.append(
        Card(
          number: "\(NumberText.count(better)) : \(NumberText.count(worse))",
          what: "classes better : worse", why: "of \(NumberText.count(classes.count)) with objects",
          target: "classes"))
    }
    if regions.both > 0 {
      cards.append(
        Card(
          number: NumberText.percent(regions.changed.value), what: "labels changed",
          why: "of \(NumberText.count(regions.both)) regions that both have", target: "regions"))
    }
    cards.append(
      Card(
        number: "+\(NumberText.count(concepts.addedTotal)) "
          + "−\(NumberText.count(concepts.removedTotal))", what: "concepts",
        why: "\(NumberText.count(concepts.both)) are in both pools", target: "concepts"))
    cards.append(
      Card(
        number: NumberText.count(numbers.settings.count), what: "settings differ",
        why: "models and digests included", target: "settings"))
    cards.append(
      Card(
        number: NumberText.count(numbers.images.both), what: "shared images",
        why: "\(NumberText.count(numbers.images.onlyFirst)) in A alone, "
          + "\(NumberText.count(numbers.images.onlySecond)) in B alone", target: "headlines"))
    return cards
  }
}
