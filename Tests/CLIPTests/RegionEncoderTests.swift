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
  func `Rows are the crops in order, then the whole image`(mode: CropMode) {
    let image = image(60, 50, seed: 1)
    let encoder = RegionEncoder(model: model, mode: mode, batch: 4)
    let resampler = Resampler(
      size: 40, mode: mode, mean: model.pixelMean, deviation: model.pixelDeviation)
    let boxes = boxes(6)
    let found = encoder.embed(image: image, boxes: boxes)
    #expect(found.rows == 7 && found.columns == 24)
    let crops = boxes.map { PixelBox(rounding: $0, in: image) } + [PixelBox(image)]
    for (row, crop) in crops.enumerated() {
      let expected = model.encodeImages(resampler.resample(image, box: crop))
      let difference = zip(found.row(row), expected.values).map { abs($0 - $1) }.max() ?? 1
      #expect(difference < 1e-4, "row \(row)")
    }
  }

  @Test func `Boxes of every kind give a row`() {
    let encoder = RegionEncoder(model: model, mode: .shortestCenter, batch: 3)
    let strange = [
      Box(x1: -50, y1: -50, x2: -10, y2: -10), Box(x1: 5, y1: 5, x2: 5, y2: 5),
      Box(x1: 0, y1: 0, x2: 1000, y2: 1000), Box(x1: 0, y1: 10, x2: 30, y2: 10.1),
    ]
    let found = encoder.embed(image: image(30, 20, seed: 2), boxes: strange)
    #expect(found.rows == 5 && found.values.allSatisfy { $0.isFinite })
    #expect(encoder.embed(image: image(1, 1, seed: 3), boxes: []).rows == 1)
  }

  @Test func `With scales a row is the mean of its crops`() {
    let image = image(60, 50, seed: 4)
    let box = Box(x1: 10, y1: 12, x2: 30, y2: 22)
    let grown = Box(x1: 5, y1: 9.5, x2: 35, y2: 24.5)
    let both = RegionEncoder(model: model, mode: .squash, batch: 5, scales: [1, 1.5])
      .embed(image: image, boxes: [box])
    let single = RegionEncoder(model: model, mode: .squash, batch: 5)
      .embed(image: image, boxes: [box, grown])
    #expect(both.rows == 2)
    for column in 0..<24 {
      let mean = (single[0, column] + single[1, column]) / 2
      #expect(abs(both[0, column] - mean) < 1e-4)
    }
    #expect(zip(both.row(1), single.row(2)).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test(arguments: [1, 2, 5, 7, 100])
  func `A batcher hands out every image once, in order`(batch: Int) {
    let encoder = RegionEncoder(model: model, mode: .squash, batch: batch)
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
