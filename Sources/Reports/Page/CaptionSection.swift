/// Whether regions and the captions of their image speak of the same things.
enum CaptionSection {
  private struct View {
    let facts: [FactRow]
    let chart: String
  }

  private static let template = """
    <p>Is a region's concept named in its image's own captions? Captions do not name everything, so the
    number to compare with is what chance would give.</p><div class="grid">
    <div>\(FactRow.template)</div>
    <figure><figcaption>Concepts that an image's captions name</figcaption>{{{chart}}}</figure></div>
    """

  static func make(_ numbers: CaptionNumbers) throws -> PageSection {
    try PageSection(
      anchor: "captions", heading: "Do regions and captions agree?", short: "Captions",
      template: template,
      view: View(
        facts: [
          FactRow(
            measure: "nearest concept", amount: NumberText.share(numbers.top1),
            meaning: "regions whose nearest concept a caption of their image names"),
          FactRow(
            measure: "by chance", amount: NumberText.percent(numbers.expectedTop1),
            meaning: "the same if regions were shuffled over the images"),
          FactRow(
            measure: "kept regions", amount: NumberText.share(numbers.kept),
            meaning: "the same of the labels above the threshold"),
          FactRow(
            measure: "any stored concept", amount: NumberText.share(numbers.topK),
            meaning: "regions of which a caption names one of the stored concepts"),
          FactRow(
            measure: "labels on a region", amount: NumberText.share(numbers.labelsOnRegion),
            meaning: "labels from captions that are some region's nearest concept"),
        ],
        chart: HistogramChart(
          histogram: numbers.labelsPerImage, xTitle: "concepts named", yTitle: "images"
        ).markup))
  }
}
