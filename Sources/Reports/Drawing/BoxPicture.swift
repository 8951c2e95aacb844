public import Records

/// A picture with boxes drawn into it, for looking at proposals without a browser.
///
/// Lines and letters grow with the picture; small pictures are enlarged first, so that letters can
/// be read. The first mark is the most important one: it is drawn last and its label placed first.
public struct BoxPicture {
  /// A box with what is written on it.
  public struct Mark: Hashable, Sendable {
    /// Where, in pixels of the picture.
    public var box: Box
    /// What its label says; letters without a form are drawn as a small square.
    public var label: String
    /// Which colour of the palette it has.
    public var colour: Int

    /// Creates a mark.
    public init(box: Box, label: String, colour: Int) {
      self.box = box
      self.label = label
      self.colour = colour
    }
  }

  /// A rectangle of whole pixels.
  private struct Area {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    func meets(_ other: Area) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height
        && other.y < y + height
    }
  }

  private typealias Colour = (red: UInt8, green: UInt8, blue: UInt8)

  /// Colours that are told apart on photographs, after Paul Tol's bright scheme.
  private static let palette: [Colour] = [
    (255, 213, 0), (0, 200, 255), (255, 90, 120), (80, 220, 90), (200, 120, 255), (255, 150, 50),
    (240, 240, 240), (90, 130, 255),
  ]
  /// Pictures with shorter sides are enlarged by a whole number.
  private static let sideMin = 640
  private static let enlargedMax = 8

  /// The picture so far.
  public private(set) var image: PixelImage
  private let factor: Int
  private let line: Int
  private let letter: Int

  /// Draws `marks` into `image`.
  public init(_ image: PixelImage, marks: [Mark]) {
    let longer = max(image.width, image.height)
    factor = min(Self.enlargedMax, max(1, (Self.sideMin + longer - 1) / longer))
    self.image = image.enlarged(factor)
    line = max(1, (longer * factor + 160) / 320)
    letter = max(1, (longer * factor + 300) / 600)
    for mark in marks.reversed() { outline(mark) }
    var taken: [Area] = []
    for mark in marks where !mark.label.isEmpty { taken.append(label(mark, beside: taken)) }
  }

  private mutating func outline(_ mark: Mark) {
    let colour = Self.palette[mark.colour % Self.palette.count]
    let (x1, y1, x2, y2) = corners(mark.box)
    // A dark rim keeps the line visible on anything.
    for (width, colour) in [(line + 2, Colour(0, 0, 0)), (line, colour)] {
      let rim = (width - line) / 2
      let (left, top) = (x1 - rim, y1 - rim)
      let (across, down) = (x2 - x1 + 2 * rim, y2 - y1 + 2 * rim)
      fill(Area(x: left, y: top, width: across, height: width), colour)
      fill(Area(x: left, y: top + down - width, width: across, height: width), colour)
      fill(Area(x: left, y: top, width: width, height: down), colour)
      fill(Area(x: left + across - width, y: top, width: width, height: down), colour)
    }
  }

  /// Draws a label where it covers no other, if there is such a place, and returns its area.
  private mutating func label(_ mark: Mark, beside taken: [Area]) -> Area {
    let text = Array(mark.label.uppercased().prefix(40))
    let width = letter * (text.count * PixelFont.advance + 1)
    let height = letter * (PixelFont.height + 2)
    let (x1, y1, x2, y2) = corners(mark.box)
    let places = [
      (x1, y1 - height), (x1, y1), (x2 - width, y1 - height), (x1, y2), (x1, y2 - height),
      (x2 - width, y2), (x2, y1),
    ].map { x, y in
      Area(
        x: min(max(x, 0), max(0, image.width - width)),
        y: min(max(y, 0), max(0, image.height - height)), width: width, height: height)
    }
    let place = places.first { area in !taken.contains { $0.meets(area) } } ?? places[0]
    fill(place, Self.palette[mark.colour % Self.palette.count])
    for (index, character) in text.enumerated() {
      for (row, bits) in PixelFont.rows(of: character).enumerated() {
        for column in 0..<PixelFont.width where bits >> (PixelFont.width - 1 - column) & 1 == 1 {
          fill(
            Area(
              x: place.x + letter * (index * PixelFont.advance + 1 + column),
              y: place.y + letter * (row + 1), width: letter, height: letter), (0, 0, 0))
        }
      }
    }
    return place
  }

  private func corners(_ box: Box) -> (Int, Int, Int, Int) {
    func pixel(_ edge: Float, _ limit: Int) -> Int {
      guard edge.isFinite else { return 0 }
      return Int((min(max(edge, 0), Float(limit)) * Float(factor)).rounded())
    }
    let (width, height) = (image.width / factor, image.height / factor)
    return (
      pixel(box.x1, width), pixel(box.y1, height), pixel(box.x2, width), pixel(box.y2, height)
    )
  }

  /// Fills the part of an area that lies in the picture.
  private mutating func fill(_ area: Area, _ colour: Colour) {
    let columns = max(0, area.x)..<max(max(0, area.x), min(image.width, area.x + area.width))
    let rows = max(0, area.y)..<max(max(0, area.y), min(image.height, area.y + area.height))
    for row in rows {
      for column in columns {
        let place = 3 * (row * image.width + column)
        image.rgb[place] = colour.red
        image.rgb[place + 1] = colour.green
        image.rgb[place + 2] = colour.blue
      }
    }
  }
}

extension PixelImage {
  /// The picture with every pixel `factor` times as wide and high.
  fileprivate func enlarged(_ factor: Int) -> PixelImage {
    guard factor > 1 else { return self }
    var rgb: [UInt8] = []
    rgb.reserveCapacity(self.rgb.count * factor * factor)
    for row in 0..<height {
      var line: [UInt8] = []
      for column in 0..<width {
        let place = 3 * (row * width + column)
        for _ in 0..<factor { line += self.rgb[place..<place + 3] }
      }
      for _ in 0..<factor { rgb += line }
    }
    return PixelImage(width: width * factor, height: height * factor, rgb: rgb)
  }
}
