import Records

/// The boxes of a picture as SVG over it, so that they stay sharp and their numbers stay text.
struct BoxOverlay {
  let image: GalleryImage

  /// The overlay as HTML.
  var markup: String {
    let unit = Double(max(image.width, 1)) / 320
    var svg = SVGElement("svg").with("class", "overlay")
      .with("viewBox", "0 0 \(max(image.width, 1)) \(max(image.height, 1))")
      .with("preserveAspectRatio", "none").with("aria-hidden", "true")
    for object in image.objects {
      let kind = object.isCrowd ? "truth crowd" : "truth"
      svg.append(rectangle(object.box).with("class", "\(kind) under"))
      svg.append(
        rectangle(object.box).with("class", kind)
          .containing(SVGElement("title").text("ground truth: \(object.name)")))
    }
    for (place, region) in image.regions.enumerated().reversed() {
      let kind = Self.kind(isRight: region.isRight)
      svg.append(
        rectangle(region.box).with("class", "region \(kind)")
          .containing(SVGElement("title").text(region.concepts.first?.name ?? "region")))
      let size = 13 * unit
      let width = size * (place < 9 ? 1 : 1.6)
      let x = Double(region.box.x1)
      let y = Double(region.box.y1)
      svg.append(
        SVGElement("rect").with("class", "plate \(kind)").with("x", x).with("y", y)
          .with("width", width).with("height", size * 1.15),
        SVGElement("text").with("class", "number").with("x", x + width / 2)
          .with("y", y + size * 0.95).with("font-size", size).text("\(place + 1)"))
    }
    return svg.markup
  }

  /// How a region is drawn: right, wrong, or not known.
  static func kind(isRight: Bool?) -> String {
    switch isRight {
    case true?: "right"
    case false?: "wrong"
    case nil: "open"
    }
  }

  private func rectangle(_ box: Box) -> SVGElement {
    SVGElement("rect").with("x", Double(box.x1)).with("y", Double(box.y1))
      .with("width", Double(max(0, box.width))).with("height", Double(max(0, box.height)))
  }
}
