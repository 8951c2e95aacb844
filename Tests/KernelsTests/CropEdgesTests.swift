import Kernels
import Records
import Testing

struct CropEdgesTests {
  private let nearest = CropEdges()
  private let truncate = CropEdges(rounding: .truncate, overhang: .black)

  @Test(arguments: [
    (Box(x1: 1, y1: 2, x2: 4, y2: 6), PixelBox(left: 1, top: 2, width: 3, height: 4)),
    (Box(x1: 0.5, y1: 1.5, x2: 2.5, y2: 3.5), PixelBox(left: 0, top: 2, width: 2, height: 2)),
    (Box(x1: -5, y1: -5, x2: 50, y2: 50), PixelBox(left: 0, top: 0, width: 10, height: 8)),
    (Box(x1: 3.1, y1: 3.1, x2: 3.2, y2: 3.2), PixelBox(left: 3, top: 3, width: 1, height: 1)),
    (Box(x1: 9.7, y1: 7.9, x2: 12, y2: 9), PixelBox(left: 9, top: 7, width: 1, height: 1)),
    (Box(x1: -4, y1: -4, x2: 0.3, y2: 0.3), PixelBox(left: 0, top: 0, width: 1, height: 1)),
  ])
  func `By default a box is clipped, rounded to even and never empty`(box: Box, expected: PixelBox)
    throws
  {
    #expect(try nearest.pixels(of: box, width: 10, height: 8).get() == expected)
  }

  @Test(arguments: [
    (Box(x1: -5.9, y1: 2.9, x2: 4.9, y2: 12.9), PixelBox(left: -5, top: 2, width: 9, height: 10)),
    (Box(x1: -0.9, y1: 0.9, x2: 3.5, y2: 1.5), PixelBox(left: 0, top: 0, width: 3, height: 1)),
    (Box(x1: -7, y1: -7, x2: 0.9, y2: 1.2), PixelBox(left: -7, top: -7, width: 8, height: 8)),
    (Box(x1: 9.2, y1: 7, x2: 9.8, y2: 30), PixelBox(left: 9, top: 7, width: 1, height: 23)),
  ])
  func `Truncated and black, a box keeps what hangs over, as RKD's crops do`(
    box: Box, expected: PixelBox
  ) throws {
    #expect(try truncate.pixels(of: box, width: 10, height: 8).get() == expected)
  }

  @Test(arguments: [
    (Box(x1: .nan, y1: 0, x2: 3, y2: 3), Rejection.Reason.invalidBox),
    (Box(x1: 0, y1: 0, x2: .infinity, y2: 3), .invalidBox),
    (Box(x1: 5, y1: 5, x2: 2, y2: 9), .invalidBox), (Box(x1: 5, y1: 5, x2: 9, y2: 2), .invalidBox),
    (Box(x1: 5, y1: 5, x2: 5, y2: 7), .emptyBox), (Box(x1: 5, y1: 5, x2: 7, y2: 5), .emptyBox),
    (Box(x1: -9, y1: 0, x2: 0, y2: 8), .emptyBox), (Box(x1: 10, y1: 0, x2: 11, y2: 8), .emptyBox),
    (Box(x1: 0, y1: 8, x2: 9, y2: 9), .emptyBox),
  ])
  func `A box without pixels is rejected with its reason`(box: Box, reason: Rejection.Reason) {
    for edges in everyRule {
      guard case .failure(let found) = edges.pixels(of: box, width: 10, height: 8) else {
        Issue.record("\(box) has pixels")
        continue
      }
      #expect(found.reason == reason && !found.detail.isEmpty)
    }
  }

  @Test func `A box that hangs far over is cut, or rejected where that would be built`() throws {
    for edge in [Float(1e9), 3e38, .greatestFiniteMagnitude] {
      let box = Box(x1: -edge, y1: 2, x2: edge, y2: 5)
      for rounding in CropEdges.Rounding.allCases {
        let cut = CropEdges(rounding: rounding, overhang: .clip)
        #expect(
          try cut.pixels(of: box, width: 10, height: 8).get()
            == PixelBox(left: 0, top: 2, width: 10, height: 3))
        let whole = CropEdges(rounding: rounding, overhang: .black)
        #expect(throws: Rejection.self) { try whole.pixels(of: box, width: 10, height: 8).get() }
      }
    }
  }

  @Test func `Any box is rejected or gives pixels with a part inside the image`() {
    var random = SeededRandom(9)
    let special: [Float] = [
      0, -0.0, 0.5, 1, 7.5, 8, 9.5, 10, -0.4, 1e-30, 1e9, -1e9, 3e38, .nan, .infinity, -.infinity,
    ]
    var accepted = 0
    for round in 0..<6000 {
      var edges = random.floats(4, in: -15...25)
      for index in 0..<4 where round % 3 > 0 && Bool.random(using: &random) {
        edges[index] = special.randomElement(using: &random) ?? 0
      }
      let box = Box(x1: edges[0], y1: edges[1], x2: edges[2], y2: edges[3])
      for rule in everyRule {
        guard case .success(let pixels) = rule.pixels(of: box, width: 10, height: 8) else {
          continue
        }
        accepted += 1
        let image = PixelBox(left: 0, top: 0, width: 10, height: 8)
        #expect(pixels.width > 0 && pixels.height > 0)
        let inside = pixels.intersection(with: image)
        #expect(inside != nil, "\(box)")
        if rule.overhang == .clip { #expect(inside == pixels, "\(box)") }
      }
    }
    #expect(accepted > 2000)
  }

  private var everyRule: [CropEdges] {
    CropEdges.Rounding.allCases.flatMap { rounding in
      CropEdges.Overhang.allCases.map { CropEdges(rounding: rounding, overhang: $0) }
    }
  }
}
