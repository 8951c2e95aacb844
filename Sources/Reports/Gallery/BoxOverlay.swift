import Records

/// A picture with its boxes as one SVG: boxes stay sharp and their numbers stay text at any size.
struct BoxOverlay {
  /// A rectangle with what it means.
  struct Mark {
    var box: Box
    /// Classes of the style sheet: `right`, `wrong`, `open`, `truth`, `crowd`, `second`.
    var kind: String
    /// Number and sign on the plate; `nil` for a box without one.
    var sign: String?
    /// What a pointer over the box shows.
    var title: String
    /// Row of the table that the box belongs to.
    var row: Int?
  }

  let width: Int
  let height: Int
  /// Address of the picture; `nil` leaves the ground empty.
  let address: String?
  let label: String
  /// Later ones lie on top.
  let marks: [Mark]

  /// The picture as HTML.
  var markup: String {
    let (width, height) = (Double(max(width, 1)), Double(max(height, 1)))
    var svg = SVGElement("svg")
      .with("viewBox", "0 0 \(SVGElement.number(width)) \(SVGElement.number(height))")
      .with("role", "img").with("aria-label", label)
    if let address {
      svg.append(
        SVGElement("image").with("href", address).with("width", width).with("height", height)
          .with("preserveAspectRatio", "none"))
    }
    for mark in marks { append(mark, to: &svg, unit: max(width, height * 0.75) / 320) }
    return svg.markup
  }

  private func append(_ mark: Mark, to svg: inout SVGElement, unit: Double) {
    let shape = Self.rectangle(mark.box)
    svg.append(shape.with("class", "box under \(mark.kind)"))
    var outline = shape.with("class", "box \(mark.kind)")
    if let row = mark.row { outline = outline.with("data-r", "\(row)") }
    let title = PageText.shortened(mark.title, to: 80)
    svg.append(outline.containing(SVGElement("title").text(title)))
    guard let sign = mark.sign else { return }
    let size = 13 * unit
    let across = size * (0.62 * Double(sign.count) + 0.5)
    let x = min(Double(mark.box.x1), max(0, Double(width) - across))
    let y = min(Double(mark.box.y1), max(0, Double(height) - size * 1.2))
    svg.append(
      SVGElement("rect").with("class", "plate \(mark.kind)").with("x", x).with("y", y)
        .with("width", across).with("height", size * 1.2),
      SVGElement("text").with("class", "sign").with("x", x + across / 2)
        .with("y", y + size).with("font-size", size).text(sign))
  }

  private static func rectangle(_ box: Box) -> SVGElement {
    SVGElement("rect").with("x", Double(box.x1)).with("y", Double(box.y1))
      .with("width", Double(max(0, box.width))).with("height", Double(max(0, box.height)))
  }

  /// How a region is drawn: right, wrong, or not known.
  static func kind(isRight: Bool?) -> String {
    switch isRight {
    case true?: "right"
    case false?: "wrong"
    case nil: "open"
    }
  }

  /// A sign beside a number, for those who do not see the colour.
  static func sign(isRight: Bool?) -> String {
    isRight.map { $0 ? "✓" : "✗" } ?? ""
  }
}

extension BoxOverlay {
  /// The picture of an image of the gallery.
  init(image: GalleryImage, address: String?) {
    let objects = image.objects.map { object in
      Mark(
        box: object.box, kind: object.isCrowd ? "truth crowd" : "truth",
        title: "ground truth: \(object.name)")
    }
    let regions = image.regions.enumerated().map { place, region in
      Mark(
        box: region.box, kind: Self.kind(isRight: region.isRight),
        sign: "\(place + 1)\(Self.sign(isRight: region.isRight))",
        title: region.concepts.first?.name ?? "region", row: place + 1)
    }
    self.init(
      width: image.width, height: image.height, address: address,
      label: "\(image.key)", marks: objects + regions.reversed())
  }
}
