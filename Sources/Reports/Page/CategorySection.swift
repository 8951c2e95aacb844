/// A sortable table of the ground truth's categories, with examples of each.
enum CategorySection {
  private struct Row {
    let id: Int
    let link: String?
    let name: String
    let split: String
    let pool: String
    let objects: Int
    let cells: [TableCell]
  }

  private struct Strip {
    let id: Int
    let name: String
    let amount: String
    let isOpen: Bool
    let crops: [CropView]
  }

  private struct View {
    let columns: [String]
    let rows: [Row]
    let note: String?
    let hasStrips: Bool
    let strips: [Strip]
    let others: [Strip]
    let hasOthers: Bool
  }

  /// Rows of a longer table are left to `report.json`, so that the page stays light.
  private static let rowsMax = 2_000
  /// Classes whose examples stand open to the eye; the others are behind one more click.
  private static let stripsShown = 40
  private static let stripsMax = 400

  private static let template = """
    <p>Sort by a column's heading; the worst classes first tell where to look. A class's name leads
    to its examples.</p><p class="small">found: an object's best proposal has IoU ≥ 0.5; right: the
    nearest concept is the class; in five: one of the five nearest is; precision: labels of regions on
    an object that name the class and are right; AP50: pseudo boxes as detections; CorLoc: images whose
    best class box is on the class; caption precision and recall: labels that captions give to
    images.</p>{{#note}}<p class="small">{{.}}</p>{{/note}}
    <p><label class="filter" hidden>Filter <input type="search" data-filter="categories-table">
    </label></p>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Classes">
    <table class="sortable" id="categories-table"><thead><tr>
    <th scope="col">class</th><th scope="col" class="text">split</th><th scope="col">in pool</th>
    <th scope="col">objects</th>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr></thead><tbody>
    {{#rows}}<tr id="row-{{id}}"><th scope="row" dir="auto">{{#link}}<a href="#{{.}}">{{name}}</a>\
    {{/link}}{{^link}}{{name}}{{/link}}</th><td class="text" dir="auto">{{split}}</td>
    <td>{{pool}}</td><td data-v="{{objects}}">{{objects}}</td>
    {{#cells}}<td data-v="{{value}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>
    {{#hasStrips}}<h3 id="class-examples">Examples of each class</h3>
    <p class="small">A random sample of objects, those with most wrong labels first; under each what
    its region was called, with the cosine.</p>
    <p class="legend"><span class="key right">right ✓</span><span class="key wrong">wrong ✗</span>
    <span class="key open">missed: no region with IoU ≥ 0.5</span></p>
    <div class="strips">\(strip("strips"))</div>
    {{#hasOthers}}<details><summary>The other classes</summary>
    <div class="strips">\(strip("others"))</div></details>{{/hasOthers}}{{/hasStrips}}
    """

  private static func strip(_ name: String) -> String {
    """
    {{#\(name)}}<details class="strip" id="class-{{id}}"{{#isOpen}} open{{/isOpen}}>
    <summary><bdi>{{name}}</bdi> <span class="small">{{amount}} ·
    <a href="#row-{{id}}">its numbers</a></span></summary>
    <div class="crops">\(CropView.template)</div></details>
    {{/\(name)}}
    """
  }

  /// The classes whose examples the page shows.
  static func classesShown(_ finished: FinishedReport, pictures: PictureSet) -> Set<Int> {
    Set(strips(of: finished, pictures: pictures).map(\.id))
  }

  private static func strips(of finished: FinishedReport, pictures: PictureSet) -> [Strip] {
    let names = finished.conceptRows.map(\.frequency.name)
    return finished.classStrips.prefix(stripsMax).enumerated().map { place, strip in
      Self.strip(strip, isOpen: place < 6, names: names, pictures: pictures)
    }.filter { !$0.crops.isEmpty }
  }

  /// The section, most frequent categories first; those without objects are left out.
  static func make(_ finished: FinishedReport, pictures: PictureSet) throws -> PageSection {
    let strips = strips(of: finished, pictures: pictures)
    let shown = Set(strips.map(\.id))
    let categories = finished.report.categories.filter { $0.recall50.total > 0 }
      .sorted { ($1.recall50.total, $0.id) < ($0.recall50.total, $1.id) }
    let rows = categories.prefix(rowsMax).map { category in
      Row(
        id: category.id, link: shown.contains(category.id) ? "class-\(category.id)" : nil,
        name: PageText.shortened(category.name, to: 80),
        split: PageText.shortened(category.split ?? NumberText.missing, to: 40),
        pool: category.isInPool ? "yes" : "no", objects: category.recall50.total,
        cells: columns.map { TableCell($0.value(category)) })
    }
    let left = categories.count - rows.count
    return try PageSection(
      anchor: "categories", heading: "Class by class", short: "Classes", template: template,
      view: View(
        columns: columns.map(\.title), rows: rows,
        note: left > 0 ? "\(NumberText.count(left)) rarer classes are in report.json." : nil,
        hasStrips: !strips.isEmpty, strips: Array(strips.prefix(stripsShown)),
        others: Array(strips.dropFirst(stripsShown)), hasOthers: strips.count > stripsShown))
  }

  private struct Column {
    let title: String
    let value: @Sendable (CategoryNumbers) -> Double?
  }

  private static let columns = [
    Column(title: "found", value: { $0.recall50.value }),
    Column(title: "right", value: { $0.top1.value }),
    Column(title: "in five", value: { $0.top5.value }),
    Column(title: "precision", value: { $0.labelPrecision.value }),
    Column(title: "AP50, regions", value: { $0.regionAP50 }),
    Column(title: "AP50, class boxes", value: { $0.classBoxAP50 }),
    Column(title: "CorLoc", value: { $0.corLoc.value }),
    Column(title: "caption precision", value: { $0.imageLabelPrecision.value }),
    Column(title: "caption recall", value: { $0.imageLabelRecall.value }),
  ]

  private static func strip(
    _ strip: ClassStrip, isOpen: Bool, names: [String], pictures: PictureSet
  ) -> Strip {
    let crops = strip.examples.compactMap { example -> CropView? in
      guard let address = pictures.crops[.init(key: example.key, box: example.box)] else {
        return nil
      }
      var text = "missed"
      if let (concept, cosine) = example.nearest {
        let name = Int(concept) < names.count ? names[Int(concept)] : "concept \(concept)"
        text =
          "\(example.kind == .right ? "✓" : "✗") \(PageText.shortened(name, to: 40)) "
          + NumberText.fixed(Double(cosine), decimals: 3)
      }
      return CropView(
        address: address, kind: example.kind == .missed ? "open" : example.kind.rawValue,
        text: text,
        about: "\(PageText.shortened(strip.name, to: 80)) in "
          + PageText.shortened("\(example.key)", to: 200))
    }
    let wrong = strip.top1.total - strip.top1.hits
    return Strip(
      id: strip.id, name: PageText.shortened(strip.name, to: 80),
      amount: "\(NumberText.count(wrong)) wrong of \(NumberText.count(strip.top1.total))",
      isOpen: isOpen, crops: crops)
  }
}
