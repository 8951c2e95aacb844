/// The numbers that say in a minute whether the labels are good.
enum SummarySection {
  /// One number with its verdict and the section that explains it.
  struct Card {
    let number: String
    let what: String
    let why: String
    let target: String
    var verdict: Verdict?
  }

  private struct CardView {
    let number: String
    let what: String
    let why: String
    let target: String
    let kind: String
    let verdict: String?
    let rule: String
  }

  private struct Word {
    let level: String
    let label: String
    let names: String
  }

  private struct View {
    let notes: [String]
    let words: [Word]
    let hasVerdicts: Bool
    let cards: [CardView]
    let facts: [CardView]
  }

  private static let template = """
    {{#notes}}<p class="warning">{{.}}</p>
    {{/notes}}{{#hasVerdicts}}<p class="short">{{#words}}<b class="{{level}}">{{label}}:</b> {{names}}.
    {{/words}}</p>{{/hasVerdicts}}
    <div class="cards">
    {{#cards}}<a class="card {{kind}}" href="#{{target}}"><span class="number">{{number}}</span>
    <span class="what">{{what}}</span><span class="why">{{why}}</span>
    {{#verdict}}<span class="verdict" title="{{rule}}">{{.}}</span>{{/verdict}}</a>
    {{/cards}}</div>
    <div class="facts">{{#facts}}<a href="#{{target}}"><span class="number">{{number}}</span>
    <span class="what">{{what}}</span><span class="why">{{why}}</span></a>{{/facts}}</div>
    {{#hasVerdicts}}<details class="small"><summary>How the verdicts are formed</summary>
    <p>Rules of thumb that say where to look first; they are no substitute for a training run.</p>
    <ul>{{#cards}}{{#verdict}}<li>{{what}}: {{rule}}</li>{{/verdict}}{{/cards}}</ul></details>
    {{/hasVerdicts}}
    """

  static func make(_ report: Report) throws -> PageSection {
    let cards = quality(report) + dangers(report)
    let words = [(Verdict.Level.weak, "Weak"), (.fair, "Fair"), (.good, "Good")]
      .compactMap { level, label -> Word? in
        let names = cards.filter { $0.verdict?.level == level }.map(\.what)
        guard !names.isEmpty else { return nil }
        return Word(level: level.rawValue, label: label, names: names.joined(separator: ", "))
      }
    return try PageSection(
      anchor: "summary", heading: "Summary", template: template,
      view: View(
        notes: notes(report), words: words, hasVerdicts: !words.isEmpty, cards: cards.map(view),
        facts: amounts(report).map(view)))
  }

  /// Why quality cannot be judged at all.
  private static func notes(_ report: Report) -> [String] {
    guard report.labelQuality == nil, let reason = report.absent["labelQuality"] else { return [] }
    return [
      "Whether the labels are right cannot be measured: \(reason). Pictures and distributions show "
        + "what they are like."
    ]
  }

  private static func view(_ card: Card) -> CardView {
    CardView(
      number: card.number, what: card.what, why: card.why, target: card.target,
      kind: card.verdict?.level.rawValue ?? "", verdict: card.verdict?.text,
      rule: card.verdict?.rule ?? "")
  }

  private static func quality(_ report: Report) -> [Card] {
    var cards: [Card] = []
    if let quality = report.proposalQuality, !quality.isGroundTruth {
      let recall = quality.group("all")?.point(boxes: 50)?.recall50
      cards.append(
        Card(
          number: NumberText.percent(recall), what: "objects found",
          why: "recall at IoU 0.5 with 50 boxes an image" + fewer(report.regions, than: 50),
          target: "proposals",
          verdict: Verdict(recall, good: 0.8, fair: 0.6)))
    }
    cards += accuracy(report)
    if let boxes = report.labelQuality?.classBoxes {
      let share = boxes.bestLocalisation.value
      cards.append(
        Card(
          number: NumberText.percent(share), what: "class boxes in place",
          why: "the best box of a caption's label overlaps such an object, IoU ≥ 0.5",
          target: "labels", verdict: Verdict(share, good: 0.7, fair: 0.5)))
    }
    cards += pseudoBoxes(report)
    if let captions = report.captions {
      cards.append(
        Card(
          number: NumberText.percent(captions.top1.value), what: "regions named by captions",
          why: "nearest concept is in the image's captions; by chance "
            + NumberText.percent(captions.expectedTop1), target: "captions"))
    }
    if let coverage = report.poolCoverage {
      let share = coverage.classes.value
      cards.append(
        Card(
          number: NumberText.percent(share), what: "classes in the pool",
          why: "of the \(NumberText.count(coverage.classes.total)) classes that captions name",
          target: "concepts", verdict: Verdict(share, good: 0.95, fair: 0.8)))
    }
    return cards
  }

  /// That no image has so many boxes, where it is so.
  private static func fewer(_ regions: RegionNumbers, than boxes: Int) -> String {
    guard let most = regions.perImage.largest, most < Double(boxes) else { return "" }
    return "; none has more than \(NumberText.count(Int(most)))"
  }

  private static func pseudoBoxes(_ report: Report) -> [Card] {
    var cards: [Card] = []
    if let detections = report.labelQuality?.detections.first(where: { $0.boxes == "regions" }),
      let share = detections.group("all")?.ap50
    {
      cards.append(
        Card(
          number: NumberText.percent(share), what: "AP50 of pseudo boxes",
          why: "regions with their nearest concept, mean over classes", target: "detections",
          verdict: Verdict(share, good: 0.4, fair: 0.2)))
    }
    if let calibration = report.labelQuality?.calibration {
      cards.append(
        Card(
          number: NumberText.percent(calibration.expectedError), what: "calibration error",
          why: "mean gap between probability and truth", target: "calibration",
          verdict: Verdict(calibration.expectedError, goodUpTo: 0.05, fairUpTo: 0.15)))
    }
    return cards
  }

  private static func accuracy(_ report: Report) -> [Card] {
    guard let quality = report.labelQuality else { return [] }
    let own = quality.onGroundTruthBoxes
    let place = own.isEmpty ? "on the best proposal" : "on ground-truth boxes"
    return (own.isEmpty ? quality.onProposals : own).filter {
      ["all", "novel"].contains($0.name)
    }.map { row in
      Card(
        number: NumberText.percent(row.top1.value),
        what: row.name == "all" ? "labels right" : "novel labels right",
        why: "nearest concept is the object's class, \(place)", target: "labels",
        verdict: Verdict(row.top1.value, good: 0.7, fair: 0.5))
    }
  }

  /// What makes other numbers doubtful.
  private static func dangers(_ report: Report) -> [Card] {
    var cards: [Card] = []
    let images = report.images
    if images.total > 0 {
      let share = Double(images.rejected) / Double(images.total)
      cards.append(
        Card(
          number: NumberText.count(images.rejected), what: "images rejected",
          why: images.rejected == 0
            ? "every image could be used" : "of \(NumberText.count(images.total)), by reason",
          target: "inputs", verdict: Verdict(share, goodUpTo: 0.001, fairUpTo: 0.01)))
    }
    let duplicates = report.duplicates
    if duplicates.exact.compared > 0 {
      let share = Double(duplicates.surplus) / Double(duplicates.exact.compared)
      cards.append(
        Card(
          number: NumberText.count(duplicates.surplus), what: "duplicate images",
          why: duplicates.near == nil ? "equal files" : "equal or alike, beyond the first",
          target: "duplicates", verdict: Verdict(share, goodUpTo: 0.01, fairUpTo: 0.05)))
    }
    if let evaluation = duplicates.evaluation {
      let leaked = evaluation.exact + (evaluation.near ?? 0)
      // None found says nothing where not all could be looked for.
      let isKnown = evaluation.doubt == nil && evaluation.near != nil
      cards.append(
        Card(
          number: NumberText.count(leaked), what: "evaluation images leaked",
          why: "of the \(NumberText.count(evaluation.images)) on the list"
            + (evaluation.unreadable > 0
              ? ", of which \(NumberText.count(evaluation.unreadable)) could not be read" : ""),
          target: "duplicates",
          verdict: Verdict(
            leaked > 0 ? 1 : isKnown ? 0 : nil, goodUpTo: 0, fairUpTo: 0)))
    }
    let novel = Set(report.leaks.flatMap(\.novelSeen)).count
    if !report.leaks.isEmpty, report.categories.contains(where: { $0.split == "novel" }) {
      cards.append(
        Card(
          number: NumberText.count(novel), what: "novel classes leaked",
          why: novel == 0
            ? "no model's note names one" : "a model was trained on them: not zero-shot",
          target: "leaks", verdict: Verdict(novel == 0 ? 0 : 1, goodUpTo: 0, fairUpTo: 0)))
    }
    return cards
  }

  /// Regions of an image on average; the ground truth's own boxes, which the mean leaves out while
  /// there are others, are told apart.
  private static func perImage(_ regions: RegionNumbers) -> String {
    let mean =
      regions.perImage.mean.map { NumberText.fixed($0, decimals: 1) } ?? NumberText.missing
    let own = regions.sources.filter(\.isGroundTruth).reduce(0) { $0 + $1.regions }
    guard own > 0, regions.sources.contains(where: { !$0.isGroundTruth }) else {
      return "\(mean) an image"
    }
    return "\(mean) proposals an image, \(NumberText.count(own)) boxes of the ground truth"
  }

  private static func amounts(_ report: Report) -> [Card] {
    let images = report.images
    var cards = [
      Card(
        number: NumberText.count(images.used), what: "images",
        why: "\(NumberText.count(images.annotated)) with ground truth", target: "inputs"),
      Card(
        number: NumberText.count(images.captions), what: "captions",
        why: "on \(NumberText.count(images.withCaptions)) images", target: "inputs"),
      Card(
        number: NumberText.count(report.regions.total), what: "regions",
        why: perImage(report.regions), target: "distributions"),
      Card(
        number: NumberText.count(report.concepts.poolSize), what: "concepts",
        why: "\(NumberText.count(report.concepts.unused)) nearest to no region",
        target: "concepts"),
    ]
    if let labels = report.labels {
      cards.append(
        Card(
          number: NumberText.percent(labels.kept.value), what: "labels kept",
          why: labels.keepThreshold.map { "max probability above \(NumberText.axis($0))" }
            ?? "no threshold is set",
          target: "distributions"))
    }
    return cards
  }
}
