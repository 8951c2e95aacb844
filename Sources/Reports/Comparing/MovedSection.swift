import Records

/// Pictures of the classes whose labels changed most, with the labels of both sides.
enum MovedSection {
  private struct Choice {
    let side: String
    let kind: String
    let sign: String
    let name: String
    let cosine: String
    let probability: String
  }

  private struct Picture {
    let overlay: String
    let path: String
    let hasPicture: Bool
    let choices: [Choice]
  }

  private struct Group {
    let id: Int
    let name: String
    let amount: String
    let pictures: [Picture]
  }

  private struct View {
    let note: String?
    let groups: [Group]
  }

  private static let template = """
    <p class="small">A random sample of objects that only one side names rightly. The dashed white
    box is the ground truth's; A's box is drawn solid, B's dashed.</p>
    <p class="legend"><span class="key right">right ✓</span><span class="key wrong">wrong ✗</span>
    <span class="key truth">ground truth</span></p>
    {{#note}}<p class="warning">{{.}}</p>{{/note}}
    {{#groups}}<h3 id="moved-{{id}}"><bdi>{{name}}</bdi> <span class="small">{{amount}} ·
    <a href="#row-{{id}}">its numbers</a></span></h3><div class="gallery">
    {{#pictures}}<figure class="picture"><button type="button" class="zoom"
    aria-label="Enlarge {{path}}"><span class="frame">{{{overlay}}}</span></button><figcaption>
    {{^hasPicture}}<p class="empty">This image could not be shown.</p>{{/hasPicture}}
    <p class="path"><bdi>{{path}}</bdi></p><table class="regions"><tbody>
    {{#choices}}<tr><td><span class="chip {{kind}}">{{side}}{{sign}}</span></td>
    <td class="text"><bdi>{{name}}</bdi></td><td>{{cosine}}</td><td class="rest">{{probability}}</td>
    </tr>{{/choices}}</tbody></table></figcaption></figure>
    {{/pictures}}</div>{{/groups}}
    """

  /// The section; `nil` when no object changed.
  static func make(
    _ finished: FinishedComparison, pictures: PictureSet
  ) throws -> PageSection? {
    let groups = finished.moves.prefix(ComparisonPage.classesShown).map { change, examples in
      Group(
        id: change.id, name: PageText.shortened(change.name, to: 80),
        amount: "\(NumberText.count(change.mended)) mended, \(NumberText.count(change.broken)) "
          + "broken of \(NumberText.count(change.objects))",
        pictures: examples.map { picture($0, address: pictures.pictures[$0.key]) })
    }
    guard !groups.isEmpty else { return nil }
    return try PageSection(
      anchor: "moved", heading: "What moved", template: template,
      view: View(note: pictures.note, groups: groups))
  }

  private static func picture(_ moved: ClassChangeTally.Moved, address: String?) -> Picture {
    let path = PageText.shortened("\(moved.key)", to: 200)
    var marks = [BoxOverlay.Mark(box: moved.box, kind: "truth", title: "ground truth")]
    let isSame = moved.first?.box == moved.second?.box
    if let second = moved.second, !isSame { marks.append(mark(second, "B", extra: " second")) }
    if let first = moved.first {
      marks.append(
        isSame ? mark(moved.second ?? first, "A B", extra: "") : mark(first, "A", extra: ""))
    }
    return Picture(
      overlay: BoxOverlay(
        width: moved.width, height: moved.height, address: address, label: path, marks: marks
      ).markup,
      path: path, hasPicture: address != nil,
      choices: [choice(moved.first, "A"), choice(moved.second, "B")])
  }

  private static func mark(
    _ choice: ClassChangeTally.Choice, _ side: String, extra: String
  ) -> BoxOverlay.Mark {
    BoxOverlay.Mark(
      box: choice.box, kind: BoxOverlay.kind(isRight: choice.isRight) + extra, sign: side,
      title: choice.concept)
  }

  private static func choice(_ choice: ClassChangeTally.Choice?, _ side: String) -> Choice {
    guard let choice else {
      return Choice(
        side: side, kind: "open", sign: "", name: "no region on the object", cosine: "",
        probability: "")
    }
    return Choice(
      side: side, kind: BoxOverlay.kind(isRight: choice.isRight),
      sign: " " + BoxOverlay.sign(isRight: choice.isRight),
      name: PageText.shortened(choice.concept, to: 60),
      cosine: NumberText.fixed(Double(choice.cosine), decimals: 3),
      probability: "p \(NumberText.fixed(Double(choice.probability), decimals: 2))")
  }
}
