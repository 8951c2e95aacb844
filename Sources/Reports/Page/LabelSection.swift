/// Labels against the ground truth.
enum LabelSection {
  private struct Row {
    let boxes: String
    let group: String
    let covered: String
    let top1: String
    let top5: String
  }

  private struct View {
    let rows: [Row]
    let facts: [FactRow]
    let missing: String?
  }

  private static let template = """
    <p>A label is right when the region's nearest concept is the object's class or a synonym.</p>
    <div><p class="tablename">Region labels</p>
    <div class="scroll"><table><thead><tr>
    <th scope="col">boxes</th><th scope="col" class="text">classes</th><th scope="col">objects with a region</th>
    <th scope="col">nearest right</th><th scope="col">in nearest five</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{boxes}}</th><td class="text">{{group}}</td><td>{{covered}}</td>
    <td>{{top1}}</td><td>{{top5}}</td></tr>
    {{/rows}}</tbody></table></div></div>
    <p class="tablename">Labels from captions</p>
    \(FactRow.template)
    {{#missing}}<details><summary>Classes without a concept in the pool</summary>
    <p>{{.}}</p></details>{{/missing}}
    """

  static func make(_ quality: LabelQuality) throws -> PageSection {
    let names = quality.categoriesMissing
    return try PageSection(
      anchor: "labels", heading: "Are the labels right?", short: "Labels right", template: template,
      view: View(
        rows: quality.onGroundTruthBoxes.map { row($0, boxes: "ground truth") }
          + quality.onProposals.map { row($0, boxes: "best proposal, IoU ≥ 0.5") },
        facts: facts(quality),
        missing: names.isEmpty ? nil : PageText.shortened(names.joined(separator: ", "), to: 8_000))
    )
  }

  private static func row(_ group: AccuracyGroup, boxes: String) -> Row {
    Row(
      boxes: boxes, group: PageText.shortened(group.name, to: 40),
      covered: NumberText.share(group.covered),
      top1: NumberText.percent(group.top1.value), top5: NumberText.percent(group.top5.value))
  }

  private static func facts(_ quality: LabelQuality) -> [FactRow] {
    var facts: [FactRow] = []
    func add(_ measure: String, _ proportion: Proportion?, _ meaning: String) {
      guard let proportion else { return }
      facts.append(
        FactRow(measure: measure, amount: NumberText.share(proportion), meaning: meaning))
    }
    add(
      "image labels: precision", quality.imageLabels?.precision,
      "a class that a caption names is in the image")
    add(
      "image labels: recall", quality.imageLabels?.recall,
      "a class that is in the image is named by a caption")
    add(
      "class boxes: precision", quality.classBoxes?.precision,
      "the class that a box was chosen for is in the image")
    add(
      "class boxes: localisation", quality.classBoxes?.localisation,
      "a chosen box overlaps an object of the class, IoU ≥ 0.5")
    add(
      "class boxes: best one localised", quality.classBoxes?.bestLocalisation,
      "the best box of a label overlaps an object of the class, IoU ≥ 0.5")
    add(
      "class boxes: CorLoc", quality.classBoxes?.corLoc,
      "images whose best box of a class that is there is on the class, IoU ≥ 0.5")
    if let mean = quality.classBoxes?.meanIoU {
      facts.append(
        FactRow(
          measure: "class boxes: mean IoU", amount: NumberText.fixed(mean, decimals: 3),
          meaning: "of these best boxes with an object of the class"))
    }
    for group in quality.imageLabels?.groups ?? [] {
      let name = PageText.shortened(group.name, to: 40)
      add(
        "image labels: precision, \(name)", group.precision,
        "a \(name) class that a caption names is in the image")
      add(
        "image labels: recall, \(name)", group.recall,
        "a \(name) class that is in the image is named by a caption")
    }
    add(
      "classes with a concept", quality.categoriesInPool,
      "classes of the ground truth that the pool can name at all")
    return facts
  }
}
