import Records

/// Pictures with their boxes, labels and captions.
enum GallerySection {
  private struct Label {
    let kind: String
    let sign: String
    let concepts: String
    let details: String
  }

  private struct Picture {
    let address: String?
    let ratio: String
    let overlay: String
    let path: String
    let verdict: String
    let labels: [Label]
    let captions: [String]
  }

  private struct Group {
    let heading: String
    let about: String
    let pictures: [Picture]
  }

  private struct View {
    let groups: [Group]
  }

  private static let template = """
    <p class="legend"><span class="key right">right</span><span class="key wrong">wrong</span>
    <span class="key open">on no annotated object</span>
    <span class="key truth">ground truth</span></p>
    {{#groups}}<h3>{{heading}}</h3><p class="small">{{about}}</p><div class="gallery">
    {{#pictures}}<figure class="picture"><div class="frame" style="aspect-ratio:{{ratio}}">
    {{#address}}<img src="{{.}}" alt="{{path}}">{{/address}}
    {{^address}}<span class="empty">This image could not be shown.</span>{{/address}}
    {{{overlay}}}</div><figcaption><p class="path"><bdi>{{path}}</bdi> <span>{{verdict}}</span></p>
    <ol>{{#labels}}<li class="{{kind}}"><bdi>{{concepts}}</bdi>{{sign}}
    <span class="small">{{details}}</span></li>{{/labels}}</ol>
    {{#captions}}<p class="caption" dir="auto">{{{.}}}</p>{{/captions}}</figcaption></figure>
    {{/pictures}}</div>
    {{/groups}}
    """

  /// The section; `nil` without pictures.
  static func make(_ finished: FinishedReport, pictures: PictureSet) throws -> PageSection? {
    let hasTruth = finished.report.images.annotated > 0
    let groups = finished.gallery.filter { !$0.images.isEmpty }.map { kind, images in
      Group(
        heading: heading(kind), about: about(kind, hasTruth: hasTruth),
        pictures: images.map { picture($0, address: pictures.pictures[$0.key]) })
    }
    guard !groups.isEmpty else { return nil }
    return try PageSection(
      anchor: "gallery", heading: "Pictures", template: template, view: View(groups: groups))
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

  private static func picture(_ image: GalleryImage, address: String?) -> Picture {
    var verdict: [String] = []
    if let found = image.found { verdict.append("found \(found.hits) of \(found.total)") }
    if let right = image.right { verdict.append("right \(right.hits) of \(right.total)") }
    if image.regionsTotal > image.regions.count {
      verdict.append("\(image.regions.count) of \(image.regionsTotal) regions shown")
    }
    return Picture(
      address: address, ratio: "\(max(image.width, 1))/\(max(image.height, 1))",
      overlay: BoxOverlay(image: image).markup,
      path: PageText.shortened(image.key.description, to: 200),
      verdict: verdict.joined(separator: " · "), labels: image.regions.map(label),
      captions: image.captions.enumerated().map { place, caption in
        CaptionMarkup(caption: caption, spans: image.spans.filter { $0.caption == place }).markup
      })
  }

  private static func label(_ region: GalleryImage.Region) -> Label {
    let names = region.concepts.map { name, cosine in
      "\(PageText.shortened(name, to: 60)) \(NumberText.fixed(Double(cosine), decimals: 3))"
    }
    var details = ["score \(NumberText.fixed(Double(region.score), decimals: 2))"]
    if let probability = region.maxProbability {
      details.insert("p \(NumberText.fixed(Double(probability), decimals: 2))", at: 0)
    }
    if names.count > 1 { details.append(names.dropFirst().joined(separator: ", ")) }
    return Label(
      kind: BoxOverlay.kind(isRight: region.isRight),
      sign: region.isRight.map { $0 ? " ✓" : " ✗" } ?? "",
      concepts: names.first ?? "no label", details: details.joined(separator: " · "))
  }
}
