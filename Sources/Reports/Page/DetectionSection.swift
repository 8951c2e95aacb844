/// Pseudo boxes as detections of classes, as COCO's evaluation counts them.
enum DetectionSection {
  private struct Row {
    let boxes: String
    let group: String
    let cells: [String]
  }

  private struct View {
    let rows: [Row]
    let notes: [String]
  }

  private static let template = """
    <p>The numbers of pycocotools on these boxes: mean over the classes with objects, at most 100 boxes
    of an image and a class. A box counts where its concept names a class.</p>
    <div class="scroll"><table><thead><tr><th scope="col">boxes</th>
    <th scope="col" class="text">classes</th><th scope="col">classes</th><th scope="col">objects</th>
    <th scope="col">AP</th><th scope="col">AP50</th><th scope="col">AP75</th>
    <th scope="col">small</th><th scope="col">medium</th><th scope="col">large</th>
    <th scope="col">AR</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{boxes}}</th><td class="text">{{group}}</td>
    {{#cells}}<td>{{.}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>
    {{#notes}}<p class="small">{{.}}</p>{{/notes}}
    """

  /// The section; `nil` without pseudo boxes of classes.
  static func make(_ qualities: [DetectionQuality]) throws -> PageSection? {
    guard !qualities.isEmpty else { return nil }
    return try PageSection(
      anchor: "detections", heading: "Pseudo boxes as detections", short: "Pseudo boxes",
      template: template,
      view: View(
        rows: qualities.flatMap { quality in
          quality.groups.filter { $0.objects > 0 }.map { row($0, boxes: name(of: quality)) }
        },
        notes: qualities.map { quality in
          "\(name(of: quality)): \(NumberText.count(quality.detections)) boxes name a class, "
            + "\(NumberText.count(quality.withoutCategory)) do not and are not judged."
            + (quality.isExact ? "" : " Scores were put into bins: there were too many to sort.")
        }))
  }

  private static func name(of quality: DetectionQuality) -> String {
    switch quality.boxes {
    case "regions": "regions with their nearest concept"
    case "class_boxes": "class boxes"
    default: quality.boxes
    }
  }

  private static func row(_ group: DetectionGroup, boxes: String) -> Row {
    Row(
      boxes: boxes, group: PageText.shortened(group.name, to: 40),
      cells: [NumberText.count(group.classes), NumberText.count(group.objects)]
        + [
          group.ap, group.ap50, group.ap75, group.apSmall, group.apMedium, group.apLarge,
          group.recall,
        ].map(NumberText.percent))
  }
}
