import Records

/// How often concepts occur, with crops of the most frequent ones.
enum ConceptSection {
  private struct Strip {
    let id: Int
    let name: String
    let amount: String
    let crops: [CropView]
  }

  private struct Row {
    let link: String?
    let name: String
    let cells: [TableCell]
  }

  private struct View {
    let note: String
    let coverage: String?
    let bars: String
    let tail: String
    let hasTruth: Bool
    let hasStrips: Bool
    let strips: [Strip]
    let columns: [String]
    let rows: [Row]
    let rowNote: String
  }

  /// Rows of a longer pool are left to `concepts.csv`, so that the page stays light.
  private static let rowsMax = 1_000

  private static let template = """
    <p>{{note}}</p>{{#coverage}}<p>{{.}}</p>{{/coverage}}
    <div class="grid">
    <figure><figcaption>The most frequent nearest concepts</figcaption>{{{bars}}}</figure>
    <figure><figcaption>The long tail</figcaption>{{{tail}}}
    <p class="small">All concepts are in <code>concepts.csv</code> beside this page.</p></figure>
    </div>
    {{#hasStrips}}<h3 id="concept-examples">Regions of the most frequent concepts</h3>
    {{#hasTruth}}<p class="legend"><span class="key right">right ✓</span>
    <span class="key wrong">wrong ✗</span><span class="key open">on no annotated object</span></p>
    {{/hasTruth}}{{/hasStrips}}<div class="strips">
    {{#strips}}<div class="strip" id="concept-{{id}}"><h3><bdi>{{name}}</bdi>
    <span class="small">{{amount}}</span></h3>
    <div class="crops">\(CropView.template)</div></div>
    {{/strips}}</div>
    <h3 id="concept-table">Concepts one by one</h3>
    <p><label class="filter" hidden>Filter <input type="search" data-filter="concepts-table">
    </label></p><p class="small">{{rowNote}}</p>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Concepts">
    <table class="sortable" id="concepts-table"><thead><tr><th scope="col">concept</th>
    {{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr></thead><tbody>
    {{#rows}}<tr><th scope="row" dir="auto">{{#link}}<a href="#{{.}}">{{name}}</a>{{/link}}\
    {{^link}}{{name}}{{/link}}</th>{{#cells}}<td data-v="{{value}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>
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
    if let number = numbers.effectiveNumber {
      note +=
        " As varied as \(NumberText.fixed(number, decimals: 0)) evenly used concepts; the ten most "
        + "frequent have \(NumberText.percent(numbers.topTenShare)) of the regions."
    }
    let unused = numbers.unusedSamples.map {
      "\($0.name) (\(NumberText.count($0.occurrences)))"
    }.joined(separator: ", ")
    if !unused.isEmpty {
      note += " Often in captions, nearest to no region: \(PageText.shortened(unused, to: 800))."
    }
    if !finished.strips.isEmpty {
      note += " Crops are a random sample; the number below each is its cosine."
    }
    let strips = finished.strips.map { strip($0, pictures: pictures) }.filter { !$0.crops.isEmpty }
    let shown = Set(strips.map(\.id))
    let rows = finished.conceptRows.sorted {
      ($1.frequency.regions, $0.frequency.id) < ($0.frequency.regions, $1.frequency.id)
    }
    return try PageSection(
      anchor: "concepts", heading: "Concepts", template: template,
      view: View(
        note: note, coverage: coverage(finished.report.poolCoverage),
        bars: bars(numbers, linked: shown), tail: tail(numbers),
        hasTruth: finished.report.images.annotated > 0, hasStrips: !strips.isEmpty,
        strips: strips, columns: columns, rows: rows.prefix(rowsMax).map { row($0, linked: shown) },
        rowNote: rows.count > rowsMax
          ? "The \(NumberText.count(rowsMax)) with most regions of \(NumberText.count(rows.count)); "
            + "all are in concepts.csv." : "All are in concepts.csv too."))
  }

  private static let columns = [
    "regions", "kept", "mean cosine", "in captions", "images named", "class boxes",
  ]

  private static func row(_ row: ConceptRow, linked: Set<Int>) -> Row {
    let concept = row.frequency
    func count(_ value: Int) -> TableCell {
      TableCell(NumberText.count(value), sortedBy: Double(value))
    }
    return Row(
      link: linked.contains(concept.id) ? "concept-\(concept.id)" : nil,
      name: PageText.shortened(concept.name, to: 80),
      cells: [
        count(concept.regions), count(concept.kept),
        TableCell(
          concept.meanCosine.map { NumberText.fixed($0, decimals: 3) } ?? NumberText.missing,
          sortedBy: concept.meanCosine),
        count(concept.occurrences), count(concept.images), count(row.classBoxes),
      ])
  }

  private static func coverage(_ coverage: PoolCoverage?) -> String? {
    guard let coverage else { return nil }
    let text =
      "Of the classes that captions name, \(NumberText.share(coverage.classes)) are in "
      + "the pool."
    let missing = PageText.shortened(coverage.missing.joined(separator: ", "), to: 1_000)
    return coverage.missing.isEmpty ? text : text + " Missing: \(missing)."
  }

  private static func bars(_ numbers: ConceptNumbers, linked: Set<Int>) -> String {
    let usesRegions = numbers.top.contains { $0.regions > 0 }
    return BarChart(
      bars: numbers.top.map { concept in
        let amount = usesRegions ? concept.regions : concept.occurrences
        return .init(
          name: concept.name, value: Double(amount), text: NumberText.axis(Double(amount)),
          target: linked.contains(concept.id) ? "concept-\(concept.id)" : nil)
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
    let crops = strip.examples.compactMap { example -> CropView? in
      guard let address = pictures.crops[.init(key: example.key, box: example.box)] else {
        return nil
      }
      let kind = BoxOverlay.kind(isRight: example.isRight)
      return CropView(
        address: address, kind: kind,
        text: NumberText.fixed(Double(example.cosine), decimals: 3)
          + BoxOverlay.sign(isRight: example.isRight),
        about: "\(PageText.shortened(strip.frequency.name, to: 80)) in "
          + PageText.shortened("\(example.key)", to: 200))
    }
    return Strip(
      id: strip.frequency.id, name: PageText.shortened(strip.frequency.name, to: 80),
      amount: "\(NumberText.count(strip.frequency.regions)) regions",
      crops: crops)
  }
}
