import Records

/// Pictures with their boxes, labels and captions.
enum GallerySection {
  private struct Label {
    let number: String
    let kind: String
    let sign: String
    let name: String
    let cosine: String
    let probability: String
    let nearest: String
    let score: String
  }

  private struct Picture {
    let id: String
    let hasPicture: Bool
    let overlay: String
    let path: String
    let verdict: String
    let labels: [Label]
    let nearest: String?
    let captions: [String]
  }

  private struct Group {
    let kind: String
    let heading: String
    let about: String
    let numbers: [Link]
    let pictures: [Picture]
  }

  /// The way back to the numbers that a group illustrates.
  private struct Link {
    let target: String
    let text: String
  }

  private struct View {
    let hasTruth: Bool
    let hasClasses: Bool
    let groups: [Group]
    let note: String?
  }

  private static let template = """
    {{#hasTruth}}<p class="legend"><span class="key right">right ✓</span>
    <span class="key wrong">wrong ✗</span><span class="key open">on no annotated object</span>
    <span class="key truth">ground truth</span></p>{{/hasTruth}}
    <p class="jump">{{#groups}}<a href="#gallery-{{kind}}">{{heading}}</a> {{/groups}}
    <a href="#concepts">by concept</a>
    {{#hasClasses}}<a href="#categories">by class</a>{{/hasClasses}}</p>
    {{#note}}<p class="warning">{{.}}</p>{{/note}}
    <p><label class="filter" hidden>Find <input type="search" data-filter="gallery"
    placeholder="concept, caption or file"></label></p>
    {{#groups}}<h3 id="gallery-{{kind}}">{{heading}}</h3><p class="small">{{about}}
    {{#numbers}}<a href="#{{target}}">{{text}}</a> {{/numbers}}</p>
    <div class="gallery">
    {{#pictures}}<figure class="picture" id="{{id}}">
    <button type="button" class="zoom" aria-label="Enlarge {{path}}">
    <span class="frame">{{{overlay}}}</span></button>
    <figcaption>{{^hasPicture}}<p class="empty">This image could not be shown.</p>{{/hasPicture}}
    <p class="path"><bdi>{{path}}</bdi> <span>{{verdict}}</span></p>
    <table class="regions"><tbody>{{#labels}}<tr data-r="{{number}}"><td>
    <span class="chip {{kind}}">{{number}}{{sign}}</span></td><td class="text">
    <bdi>{{name}}</bdi></td><td title="cosine">{{cosine}}</td>
    <td class="rest" title="max probability">{{probability}}</td></tr>
    {{/labels}}</tbody></table>
    {{#nearest}}<details class="topk"><summary>{{.}}</summary><table class="regions"><tbody>
    {{#labels}}<tr data-r="{{number}}"><td><span class="chip {{kind}}">{{number}}{{sign}}</span>
    </td><td class="text"><bdi>{{nearest}}</bdi></td><td class="rest">{{score}}</td></tr>
    {{/labels}}</tbody></table></details>{{/nearest}}
    {{#captions}}<p class="caption" dir="auto">{{{.}}}</p>{{/captions}}</figcaption></figure>
    {{/pictures}}</div>
    {{/groups}}
    """

  /// The section; `nil` without pictures.
  static func make(_ finished: FinishedReport, pictures: PictureSet) throws -> PageSection? {
    let report = finished.report
    let hasTruth = report.images.annotated > 0
    let groups = finished.gallery.filter { !$0.images.isEmpty }.map { kind, images in
      Group(
        kind: kind.rawValue, heading: heading(kind), about: about(kind, hasTruth: hasTruth),
        numbers: links(kind, report),
        pictures: images.enumerated().map { place, image in
          picture(
            image, id: "picture-\(kind.rawValue)-\(place + 1)",
            address: pictures.pictures[image.key])
        })
    }
    guard !groups.isEmpty else { return nil }
    return try PageSection(
      anchor: "gallery", heading: "Pictures", template: template,
      view: View(
        hasTruth: hasTruth, hasClasses: report.categories.contains { $0.recall50.total > 0 },
        groups: groups,
        note: pictures.note))
  }

  private static func heading(_ kind: GalleryImage.Kind) -> String {
    switch kind {
    case .best: "Best"
    case .worst: "Worst"
    case .uncertain: "Most uncertain"
    case .random: "Random"
    }
  }

  private static func about(_ kind: GalleryImage.Kind, hasTruth: Bool) -> String {
    switch kind {
    case .best:
      hasTruth ? "Many objects found and rightly named." : "Greatest mean max probability."
    case .worst:
      hasTruth
        ? "Many objects missed or wrongly named." : "Least mean max probability."
    case .uncertain: "Least mean max probability among the images not shown above."
    case .random: "Picked by the seed, so that you see what is usual."
    }
  }

  private static func links(_ kind: GalleryImage.Kind, _ report: Report) -> [Link] {
    guard kind == .best || kind == .worst, report.labelQuality != nil else {
      return [Link(target: "distributions", text: "distributions")]
    }
    return [
      Link(target: "labels", text: "how many labels are right"),
      Link(target: "confusion", text: "what is taken for what"),
    ].filter { $0.target != "confusion" || ConfusionSection.isShown(report) }
  }

  private static func picture(_ image: GalleryImage, id: String, address: String?) -> Picture {
    var verdict: [String] = []
    if let found = image.found { verdict.append("found \(found.hits) of \(found.total)") }
    if let right = image.right { verdict.append("right \(right.hits) of \(right.total)") }
    if image.regionsTotal > image.regions.count {
      verdict.append("\(image.regions.count) of \(image.regionsTotal) regions shown")
    }
    let depth = image.regions.map(\.concepts.count).max() ?? 0
    return Picture(
      id: id, hasPicture: address != nil,
      overlay: BoxOverlay(image: image, address: address).markup,
      path: PageText.shortened(image.key.description, to: 200),
      verdict: verdict.joined(separator: " · "),
      labels: image.regions.enumerated().map { label($1, number: $0 + 1) },
      nearest: depth > 1 ? "nearest \(depth) concepts with cosines; proposal scores" : nil,
      captions: image.captions.enumerated().map { place, caption in
        CaptionMarkup(caption: caption, spans: image.spans.filter { $0.caption == place }).markup
      })
  }

  private static func label(_ region: GalleryImage.Region, number: Int) -> Label {
    let nearest = region.concepts.map { name, cosine in
      "\(PageText.shortened(name, to: 60)) \(NumberText.fixed(Double(cosine), decimals: 3))"
    }
    return Label(
      number: "\(number)", kind: BoxOverlay.kind(isRight: region.isRight),
      sign: BoxOverlay.sign(isRight: region.isRight),
      name: PageText.shortened(region.concepts.first?.name ?? "no label", to: 60),
      cosine: region.concepts.first.map { NumberText.fixed(Double($0.cosine), decimals: 3) } ?? "",
      probability: region.maxProbability.map {
        "p \(NumberText.fixed(Double($0), decimals: 2))"
      } ?? "",
      nearest: nearest.joined(separator: " · "),
      score: NumberText.fixed(Double(region.score), decimals: 2))
  }
}
