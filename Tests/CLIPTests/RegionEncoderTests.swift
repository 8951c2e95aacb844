import CLIP
import Foundation
import Kernels
import Records
import Testing

struct RegionEncoderTests {
  private let model: CLIPModel

  init() throws {
    model = try CLIPModel(folder: golden.appending(path: "random-models/clip-quick-gelu").path)
  }

  private func image(_ width: Int, _ height: Int, seed: Int) -> PixelImage {
    var bytes: [UInt8] = []
    for i in 0..<width * height * 3 {
      bytes.append(UInt8(truncatingIfNeeded: i * (7 + seed) % 251 + seed))
    }
    return PixelImage(width: width, height: height, rgb: bytes)
  }

  private func boxes(_ count: Int) -> [Box] {
    (0..<count).map { (i: Int) -> Box in
      Box(x: Float(3 * i), y: Float(2 * i), width: Float(9 + i), height: 12)
    }
  }

  @Test(arguments: CropMode.allCases)
  func `Rows are the crops in order, then the whole image`(mode: CropMode) throws {
    let image = image(60, 50, seed: 1)
    let encoder = try encoder(mode, batch: 4)
    let resampler = Resampler(
      size: 40, mode: mode, mean: model.pixelMean, deviation: model.pixelDeviation)
    let boxes = boxes(6)
    let found = encoder.embed(image: image, boxes: boxes)
    #expect(found.rows == 7 && found.columns == 24)
    let crops =
      try boxes.map { try CropEdges().pixels(of: $0, width: 60, height: 50).get() }
      + [PixelBox(image)]
    for (row, crop) in crops.enumerated() {
      let expected = model.encodeImages(resampler.resample(image, box: crop))
      let difference = zip(found.row(row), expected.values).map { abs($0 - $1) }.max() ?? 1
      #expect(difference < 1e-4, "row \(row)")
    }
  }

  /// Numbers that boxes of a broken or hostile file have.
  static let oddEdges: [Float] = [
    -1e9, -50, -0.5, 0, 0.2, 1, 10, 10.1, 19.9, 20, 29.5, 30, 1000, 1e9, 3e38, .nan, .infinity,
    -.infinity,
  ]

  @Test(arguments: [
    CropSettings(shape: .squash), CropSettings(shape: .shortestCenter, scales: [0.1, 10]),
    CropSettings(
      shape: .pad, scales: [1, 1.5], averaging: .normalizedMean,
      edges: CropEdges(rounding: .truncate, overhang: .black)),
    CropSettings(
      shape: .shortestCenter, edges: CropEdges(rounding: .truncate, overhang: .black)),
  ])
  func `A box is rejected for a reason or has a finite embedding`(settings: CropSettings) throws {
    let encoder = try RegionEncoder(model: model, mode: .crop(settings), batch: 16)
    let image = image(30, 20, seed: 2)
    var random = SeededRandom(8)
    var accepted: [Box] = []
    var reasons: Set<Rejection.Reason> = []
    for round in 0..<4000 {
      let edges = (0..<4).map { _ in
        round % 4 == 0
          ? Float.random(in: -9...39, using: &random)
          : Self.oddEdges.randomElement(using: &random) ?? 0
      }
      let box = Box(x1: edges[0], y1: edges[1], x2: edges[2], y2: edges[3])
      if let rejection = encoder.rejection(of: box, in: image) {
        reasons.insert(rejection.reason)
        #expect(!rejection.detail.isEmpty)
      } else if round % 8 < 2 {
        accepted.append(box)
      }
    }
    #expect(reasons == [.invalidBox, .emptyBox] && accepted.count > 30)
    let found = encoder.embed(image: image, boxes: Array(accepted.prefix(60)))
    #expect(found.values.allSatisfy { $0.isFinite })
    #expect(encoder.embed(image: self.image(1, 1, seed: 3), boxes: []).rows == 1)
  }

  @Test(arguments: CropMode.allCases)
  func `Slivers of one to a thousand are embedded as they look`(shape: CropMode) throws {
    let sliver = image(1000, 1, seed: 5)
    let tall = PixelImage(width: 1, height: 1000, rgb: sliver.rgb)
    for image in [sliver, tall] {
      let encoder = try encoder(shape, batch: 2)
      let whole = Box(x1: 0, y1: 0, x2: Float(image.width), y2: Float(image.height))
      let found = encoder.embed(image: image, boxes: [whole])
      #expect(found.row(0) == found.row(1) && found.values.allSatisfy { $0.isFinite })
    }
  }

  @Test func `A crop over the border is black there, and cut is another crop`() throws {
    let image = image(60, 50, seed: 6)
    let box = Box(x1: -12, y1: 30, x2: 20, y2: 70)
    let edges = CropEdges(rounding: .truncate, overhang: .black)
    let found = try RegionEncoder(
      model: model, mode: .crop(CropSettings(shape: .shortestCenter, edges: edges)), batch: 1
    ).embed(image: image, boxes: [box])
    let built = image.cropped(to: PixelBox(left: -12, top: 30, width: 32, height: 40))
    let expected = try encoder(.shortestCenter, batch: 1).embed(image: built, boxes: [])
    #expect(compare(found.rows(0..<1), expected).cosine > 0.999999)
    let cut = try encoder(.shortestCenter, batch: 1).embed(image: image, boxes: [box])
    #expect(compare(found.rows(0..<1), cut.rows(0..<1)).cosine < 0.9999)
  }

  private func encoder(_ shape: CropMode, batch: Int) throws -> RegionEncoder {
    try RegionEncoder(model: model, mode: .crop(CropSettings(shape: shape)), batch: batch)
  }

  @Test(arguments: TextEncoder.Averaging.allCases)
  func `With scales a row is the mean of its crops`(averaging: TextEncoder.Averaging) throws {
    let image = image(60, 50, seed: 4)
    let box = Box(x1: 10, y1: 12, x2: 30, y2: 22)
    let grown = Box(x1: 5, y1: 9.5, x2: 35, y2: 24.5)
    let settings = CropSettings(shape: .squash, scales: [1, 1.5], averaging: averaging)
    let both = try RegionEncoder(model: model, mode: .crop(settings), batch: 5)
      .embed(image: image, boxes: [box])
    var single = try encoder(.squash, batch: 5).embed(image: image, boxes: [box, grown])
    if averaging == .normalizedMean { single = single.normalizedRows() }
    #expect(both.rows == 2)
    for column in 0..<24 {
      let mean = (single[0, column] + single[1, column]) / 2
      #expect(abs(both[0, column] - mean) < 1e-4)
    }
    #expect(zip(both.row(1), single.row(2)).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test(arguments: [1, 2, 5, 7, 100])
  func `A batcher hands out every image once, in order`(batch: Int) throws {
    let encoder = try encoder(.squash, batch: batch)
    let images = (0..<9).map { image(20 + $0, 30 - $0, seed: $0) }
    var batcher = RegionBatcher<String>(encoder: encoder)
    var results: [RegionBatcher<String>.Result] = []
    for (index, image) in images.enumerated() {
      results += batcher.add(image, boxes: boxes(index % 4), tag: "image \(index)")
    }
    results += batcher.finish()
    #expect(batcher.finish().isEmpty)
    #expect(results.map(\.tag) == (0..<9).map { "image \($0)" })
    for (index, result) in results.enumerated() {
      let alone = encoder.embed(image: images[index], boxes: boxes(index % 4))
      #expect(result.embeddings.rows == index % 4 + 1)
      if KernelLevel.current.hasOwnProduct { #expect(result.embeddings == alone) }
      #expect(compare(result.embeddings, alone).cosine > 0.99999)
    }
  }
}
