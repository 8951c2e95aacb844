import Records

/// How often concepts occur, with crops of the most frequent ones.
enum ConceptSection {
  private struct Crop {
    let address: String
    let kind: String
    let cosine: String
    let alt: String
  }

  private struct Strip {
    let name: String
    let amount: String
    let crops: [Crop]
  }

  private struct View {
    let note: String
    let coverage: String?
    let bars: String
    let tail: String
    let hasStrips: Bool
    let strips: [Strip]
  }

  private static let template = """
    <p>{{note}}</p>{{#coverage}}<p>{{.}}</p>{{/coverage}}
    <div class="grid">
    <figure><figcaption>The most frequent nearest concepts</figcaption>{{{bars}}}</figure>
    <figure><figcaption>The long tail</figcaption>{{{tail}}}
    <p class="small">All concepts are in <code>concepts.csv</code> beside this page.</p></figure>
    </div>
    {{#hasStrips}}<p class="legend"><span class="key right">right</span>
    <span class="key wrong">wrong</span><span class="key open">on no annotated object</span></p>
    {{/hasStrips}}<div class="strips">
    {{#strips}}<div class="strip"><h3><bdi>{{name}}</bdi> <span class="small">{{amount}}</span></h3>
    <div class="crops">{{#crops}}<figure class="crop {{kind}}"><img src="{{address}}" alt="{{alt}}">
    <figcaption>{{cosine}}</figcaption></figure>{{/crops}}</div></div>
    {{/strips}}</div>
    """

  static func make(_ finished: FinishedReport, pictures: PictureSet) throws -> PageSection {
    let numbers = finished.report.concepts
    var note =
      "\(NumberText.count(numbers.poolSize)) concepts, \(NumberText.count(numbers.unused)) of "
      + "them nearest to no region."
    if let gini = numbers.gini, let entropy = numbers.entropyBits {
      note +=
        " Gini coefficient \(NumberText.fixed(gini, decimals: 2)), "
        + "entropy \(NumberText.fixed(entropy, decimals: 1)) bits."
    }
    if !finished.strips.isEmpty {
      note += " Crops are a random sample; the number below each is its cosine."
    }
    return try PageSection(
      anchor: "concepts", heading: "Concepts", template: template,
      view: View(
        note: note, coverage: coverage(finished.report.poolCoverage), bars: bars(numbers),
        tail: tail(numbers), hasStrips: !finished.strips.isEmpty,
        strips: finished.strips.map { strip($0, pictures: pictures) }))
  }

  private static func coverage(_ coverage: PoolCoverage?) -> String? {
    guard let coverage else { return nil }
    let text =
      "Of the classes that captions name, \(NumberText.share(coverage.classes)) are in "
      + "the pool."
    let missing = coverage.missing.prefix(40).joined(separator: ", ")
    return coverage.missing.isEmpty ? text : text + " Missing: \(missing)."
  }

  private static func bars(_ numbers: ConceptNumbers) -> String {
    let usesRegions = numbers.top.contains { $0.regions > 0 }
    return BarChart(
      bars: numbers.top.map { concept in
        let amount = usesRegions ? concept.regions : concept.occurrences
        return .init(
          name: concept.name, value: Double(amount), text: NumberText.axis(Double(amount)))
      },
      label: "The most frequent concepts"
    ).markup
  }

  private static func tail(_ numbers: ConceptNumbers) -> String {
    let lines = [("regions", numbers.longTail), ("in captions", numbers.captionLongTail)]
      .filter { !$0.1.isEmpty }
    let ranks = lines.compactMap { $0.1.last?.rank }.max() ?? 1
    let largest = lines.compactMap { $0.1.first?.frequency }.max() ?? 1
    return LineChart(
      series: lines.map { name, ranks in
        .init(name: name, points: ranks.map { (Double($0.rank), Double($0.frequency)) })
      },
      frame: PlotFrame(
        x: .logarithmic(1...Double(max(2, ranks))),
        y: .logarithmic(1...Double(max(2, largest))), xTitle: "rank of the concept",
        yTitle: "frequency"),
      label: "Frequency of concepts by rank"
    ).markup
  }

  private static func strip(_ strip: ConceptStrip, pictures: PictureSet) -> Strip {
    let crops = strip.examples.compactMap { example -> Crop? in
      guard let address = pictures.crops[.init(key: example.key, box: example.box)] else {
        return nil
      }
      let kind = BoxOverlay.kind(isRight: example.isRight)
      return Crop(
        address: address, kind: kind,
        cosine: NumberText.fixed(Double(example.cosine), decimals: 3),
        alt: "\(strip.frequency.name), \(kind), in \(example.key)")
    }
    return Strip(
      name: PageText.shortened(strip.frequency.name, to: 80),
      amount: "\(NumberText.count(strip.frequency.regions)) regions",
      crops: crops)
  }
}
