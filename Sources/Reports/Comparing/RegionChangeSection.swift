/// How labels changed on the regions that both sides have.
enum RegionChangeSection {
  private struct Row {
    let first: String
    let second: String
    let regions: TableCell
  }

  private struct View {
    let note: String
    let chart: String
    let about: String
    let rows: [Row]
    let others: String?
    let crops: [CropView]
    let hasCrops: Bool
  }

  private static let template = """
    <p>{{note}}</p><div class="grid">
    <figure><figcaption>Change of the nearest concept's cosine</figcaption>{{{chart}}}
    <p class="small">{{about}}</p></figure>
    <div><p class="tablename">The most frequent changes</p>
    <p><label class="filter" hidden>Filter <input type="search" data-filter="pairs-table"></label></p>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Changes">
    <table class="sortable" id="pairs-table"><thead><tr><th scope="col">A</th>
    <th scope="col" class="text">B</th><th scope="col">regions</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row" dir="auto">{{first}}</th><td class="text" dir="auto">{{second}}</td>
    <td data-v="{{regions.value}}">{{regions.text}}</td></tr>
    {{/rows}}</tbody></table></div>{{#others}}<p class="small">{{.}}</p>{{/others}}</div></div>
    {{#hasCrops}}<h3>One region of each frequent change</h3>
    <div class="crops">\(CropView.template)</div>{{/hasCrops}}
    """

  static func make(_ finished: FinishedComparison, pictures: PictureSet) throws -> PageSection {
    let regions = finished.numbers.regions
    let mean = regions.cosineDifference.mean.map { NumberText.fixed($0, decimals: 4) }
    let rows = regions.pairs.map { pair in
      Row(
        first: PageText.shortened(pair.first, to: 80),
        second: PageText.shortened(pair.second, to: 80),
        regions: TableCell(NumberText.count(pair.regions), sortedBy: Double(pair.regions)))
    }
    let crops = crops(finished, pictures: pictures)
    return try PageSection(
      anchor: "regions", heading: "Labels of shared regions", short: "Regions", template: template,
      view: View(
        note: "\(NumberText.count(regions.both)) regions have one box in both (A has "
          + "\(NumberText.count(regions.first)) on shared images, B "
          + "\(NumberText.count(regions.second))). The nearest concept of "
          + "\(NumberText.count(regions.changed.hits)) of them, "
          + "\(NumberText.percent(regions.changed.value)), has another name.",
        chart: HistogramChart(
          histogram: regions.cosineDifference, xTitle: "cosine in B − cosine in A",
          yTitle: "regions"
        ).markup,
        about: "Mean \(mean ?? NumberText.missing). Cosines of two pools or teachers differ in "
          + "level too.",
        rows: rows,
        others: regions.otherPairs > 0
          ? "\(NumberText.count(regions.otherPairs)) regions changed in rarer ways." : nil,
        crops: crops, hasCrops: !crops.isEmpty))
  }

  private static func crops(
    _ finished: FinishedComparison, pictures: PictureSet
  ) -> [CropView] {
    zip(finished.changes, finished.numbers.regions.pairs).prefix(ComparisonPage.changesShown)
      .compactMap { change, pair in
        guard
          let address = pictures.crops[.init(key: change.example.key, box: change.example.box)]
        else { return nil }
        let (first, second) = change.example.cosines
        return CropView(
          address: address, kind: "open",
          text: "\(PageText.shortened(pair.first, to: 40)) → "
            + PageText.shortened(pair.second, to: 40),
          about: "A \(NumberText.fixed(Double(first), decimals: 3)), "
            + "B \(NumberText.fixed(Double(second), decimals: 3)); in "
            + PageText.shortened("\(change.example.key)", to: 200))
      }
  }
}
