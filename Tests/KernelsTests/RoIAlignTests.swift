import Codecs
import Foundation
import Kernels
import Records
import Testing

struct RoIAlignTests {
  private let file: SafetensorsFile

  init() throws {
    file = try SafetensorsFile(path: golden.appending(path: "regions/expected.safetensors").path)
  }

  private func matrix(_ name: String) throws -> Matrix {
    let shape = try #require(file.tensors[name]?.shape)
    return Matrix(rows: shape[0], columns: shape[1], values: try file.floats(name))
  }

  private func boxes(_ name: String) throws -> [Box] {
    let edges = try matrix(name)
    return (0..<edges.rows).map {
      Box(x1: edges[$0, 0], y1: edges[$0, 1], x2: edges[$0, 2], y2: edges[$0, 3])
    }
  }

  @Test(arguments: levels)
  func `Regions of a map are those of torchvision`(level: KernelLevel) throws {
    let map = FeatureMap(images: 1, height: 9, width: 13, positions: try matrix("map"))
    let boxes = try boxes("map boxes")
    #expect(boxes.count == 18)
    for side in [1, 3, 14] {
      let found = RoIAlign(size: side, scale: 1 / 16, level: level)(map, boxes: boxes)
      let expected = try matrix("align \(side)")
      #expect(found.images == 18 && found.height == side && found.width == side)
      #expect(largestDifference(found.positions.values, expected.values) < 2e-6)
    }
  }

  @Test(arguments: levels)
  func `A region does not depend on the others, and every channel counts`(level: KernelLevel) {
    // Channels around the widths at which the kernel changes its stride.
    for channels in [1, 3, 16, 17, 63, 64, 65, 130] {
      let map = FeatureMap(
        images: 1, height: 4, width: 6, positions: random(24, channels, seed: UInt64(channels)))
      let boxes = [
        Box(x1: 2, y1: 3, x2: 90, y2: 60), Box(x1: 0, y1: 0, x2: 96, y2: 64),
        Box(x1: 40, y1: 8, x2: 41, y2: 63),
      ]
      let align = RoIAlign(size: 5, scale: 1 / 16, level: level)
      let all = align(map, boxes: boxes)
      for (index, box) in boxes.enumerated() {
        let alone = align(map, boxes: [box])
        #expect(all.positions.rows(index * 25..<(index + 1) * 25) == alone.positions)
        for channel in 0..<channels {
          let plane = (0..<24).map { map.positions[$0, channel] }
          let single = FeatureMap(
            images: 1, height: 4, width: 6, positions: Matrix(rows: 24, columns: 1, values: plane))
          let expected = align(single, boxes: [box])
          let found = (0..<25).map { alone.positions[$0, channel] }
          #expect(largestDifference(found, expected.positions.values) < 1e-6)
        }
      }
    }
    let map = FeatureMap(images: 1, height: 1, width: 1, positions: random(1, 7, seed: 1))
    #expect(RoIAlign(size: 2, scale: 1, level: level)(map, boxes: []).positions.rows == 0)
  }

  @Test func `A constant map gives constant regions, whatever the box`() {
    let map = FeatureMap(
      images: 1, height: 7, width: 9, positions: Matrix(rows: 63, columns: 2, repeating: 3))
    var generator = SeededRandom(17)
    for _ in 0..<300 {
      let x = generator.floats(2, in: 0...144).sorted()
      let y = generator.floats(2, in: 0...112).sorted()
      guard x[0] < x[1], y[0] < y[1] else { continue }
      let box = Box(x1: x[0], y1: y[0], x2: x[1], y2: y[1])
      let found = RoIAlign(size: 6, scale: 1 / 16)(map, boxes: [box])
      #expect(found.positions.values.allSatisfy { abs($0 - 3) < 1e-5 }, "\(box)")
    }
  }

  @Test func `A box without area gives zeros`() {
    let map = FeatureMap(images: 1, height: 2, width: 2, positions: random(4, 3, seed: 5))
    let found = RoIAlign(size: 2, scale: 1 / 16)(map, boxes: [Box(x1: 3, y1: 3, x2: 3, y2: 9)])
    #expect(found.positions.values == [Float](repeating: 0, count: 12))
  }
}
