/// The numbers that say in a minute whether the labels are good.
enum SummarySection {
  private struct Card {
    let number: String
    let what: String
    let why: String
    let target: String
  }

  private struct View {
    let cards: [Card]
  }

  private static let template = """
    <div class="cards">
    {{#cards}}<a class="card" href="#{{target}}"><span class="number">{{number}}</span>
    <span class="what">{{what}}</span><span class="why">{{why}}</span></a>
    {{/cards}}</div>
    """

  static func make(_ report: Report) throws -> PageSection {
    try PageSection(
      anchor: "summary", heading: "Summary", template: template,
      view: View(cards: quality(report) + amounts(report)))
  }

  private static func quality(_ report: Report) -> [Card] {
    var cards: [Card] = []
    if let quality = report.proposalQuality, !quality.isGroundTruth {
      cards.append(
        Card(
          number: NumberText.percent(quality.group("all")?.point(boxes: 50)?.recall50),
          what: "recall at 50 boxes", why: "objects that a proposal finds with IoU ≥ 0.5",
          target: "proposals"))
    }
    if let quality = report.labelQuality {
      let own = quality.onGroundTruthBoxes
      let rows = own.isEmpty ? quality.onProposals : own
      let place = own.isEmpty ? "on the best proposal" : "on ground-truth boxes"
      for row in rows where row.name == "all" || row.name == "novel" {
        cards.append(
          Card(
            number: NumberText.percent(row.top1.value),
            what: row.name == "all" ? "labels right" : "labels right, novel",
            why: "nearest concept is the object's class, \(place)", target: "labels"))
      }
    }
    if let boxes = report.labelQuality?.classBoxes {
      cards.append(
        Card(
          number: NumberText.percent(boxes.bestLocalisation.value), what: "class boxes placed",
          why: "a label's best box overlaps an object of its class, IoU ≥ 0.5",
          target: "labels"))
    }
    if let coverage = report.poolCoverage {
      cards.append(
        Card(
          number: NumberText.percent(coverage.classes.value), what: "classes in the pool",
          why: "of the classes that captions name", target: "concepts"))
    }
    if let labels = report.labels {
      cards.append(
        Card(
          number: NumberText.percent(labels.kept.value), what: "labels kept",
          why: labels.keepThreshold.map {
            "max probability at least \(NumberText.axis($0))"
          } ?? "no threshold is set",
          target: "distributions"))
    }
    return cards
  }

  private static func amounts(_ report: Report) -> [Card] {
    let images = report.images
    let perImage = report.regions.perImage.mean.map { NumberText.fixed($0, decimals: 1) }
    var cards = [
      Card(
        number: NumberText.count(images.used), what: "images",
        why: "\(NumberText.count(images.captions)) captions, "
          + "\(NumberText.count(images.annotated)) with ground truth", target: "inputs"),
      Card(
        number: NumberText.count(report.regions.total), what: "regions",
        why: "\(perImage ?? NumberText.missing) in an image on average", target: "distributions"),
      Card(
        number: NumberText.count(report.concepts.poolSize), what: "concepts",
        why: "\(NumberText.count(report.concepts.unused)) of them nearest to no region",
        target: "concepts"),
      Card(
        number: NumberText.count(images.rejected), what: "images rejected",
        why: images.rejected == 0 ? "every image could be used" : "listed by reason",
        target: "inputs"),
    ]
    let leaked = report.leaks.filter { !$0.novelSeen.isEmpty }
    if !leaked.isEmpty {
      cards.append(
        Card(
          number: NumberText.count(Set(leaked.flatMap(\.novelSeen)).count),
          what: "novel classes leaked", why: "a model was trained on them", target: "leaks"))
    }
    return cards
  }
}
