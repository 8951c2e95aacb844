import Codecs
import Foundation
import Kernels
import Records
import Testing

struct ResamplerTests {
  private struct Case {
    var filter: ResampleFilter
    var mode: CropMode
    var box: PixelBox
    var size: Int
    var bytes: [Float]
  }

  private let image: PixelImage
  private let cases: [Case]

  init() throws {
    let file = try SafetensorsFile(
      path: golden.appending(path: "resample/pillow.safetensors").path)
    image = PixelImage(
      width: 83, height: 61, rgb: try file.floats("picture").map { UInt8($0) })
    cases = try file.names.filter { $0 != "picture" }.map { name in
      let words = name.split(separator: " ").map(String.init)
      let numbers = words.dropFirst(2).compactMap { Int($0) }
      return Case(
        filter: words[0] == "bicubic" ? .bicubic : .bilinear,
        mode: try #require(CropMode(rawValue: words[1])),
        box: PixelBox(left: numbers[0], top: numbers[1], width: numbers[2], height: numbers[3]),
        size: numbers[4], bytes: try file.floats(name))
    }
  }

  /// Planar floats back to interleaved bytes.
  private func bytes(_ planar: [Float], size: Int) -> [Float] {
    (0..<size * size).flatMap { i in
      (0..<3).map { ((planar[$0 * size * size + i]) * 255).rounded() }
    }
  }

  @Test(arguments: levels)
  func `Pixels are those of Pillow, byte for byte`(level: KernelLevel) {
    #expect(cases.count > 40)
    for test in cases {
      let resampler = Resampler(
        size: test.size, mode: test.mode, filter: test.filter, mean: [0, 0, 0],
        deviation: [1, 1, 1], level: level)
      let result = resampler.resample(image, box: test.box)
      #expect(
        bytes(result.values, size: test.size) == test.bytes,
        "\(test.filter) \(test.mode) \(test.box) to \(test.size)")
    }
  }

  @Test func `Mean and deviation act on each channel`() {
    let mean: [Float] = [0.1, 0.2, 0.3]
    let deviation: [Float] = [0.5, 0.25, 0.125]
    let plain = Resampler(size: 8, mode: .pad, mean: [0, 0, 0], deviation: [1, 1, 1])
      .resample(image, box: PixelBox(image))
    let normalized = Resampler(size: 8, mode: .pad, mean: mean, deviation: deviation)
      .resample(image, box: PixelBox(image))
    for c in 0..<3 {
      for i in c * 64..<(c + 1) * 64 {
        let expected = (plain.values[i] - mean[c]) / deviation[c]
        #expect(abs(normalized.values[i] - expected) < 1e-5)
      }
    }
  }

  @Test(arguments: CropMode.allCases)
  func `All levels give equal bytes, whatever row they write`(mode: CropMode) {
    var generator = SeededRandom(3)
    for _ in 0..<40 {
      let width = Int.random(in: 1...83, using: &generator)
      let height = Int.random(in: 1...61, using: &generator)
      let box = PixelBox(
        left: Int.random(in: 0...83 - width, using: &generator),
        top: Int.random(in: 0...61 - height, using: &generator), width: width, height: height)
      let results = levels.map { level in
        let resampler = Resampler(
          size: 20, mode: mode, mean: [0, 0, 0], deviation: [1, 1, 1], level: level)
        var pixels = Matrix(rows: 3, columns: resampler.count, repeating: -1)
        resampler.resample(image, box: box, into: &pixels, row: 1)
        #expect(pixels.row(0).allSatisfy { $0 == -1 } && pixels.row(2).allSatisfy { $0 == -1 })
        return pixels.rows(1..<2)
      }
      #expect(results.allSatisfy { $0 == results[0] }, "\(box)")
    }
  }

  @Test func `A crop is the image's own pixels, black outside it`() {
    let crop = image.cropped(to: PixelBox(left: 80, top: -2, width: 5, height: 4))
    for y in 0..<4 {
      for x in 0..<5 {
        for c in 0..<3 {
          let inside = y >= 2 && x < 3
          let expected = inside ? image.rgb[((y - 2) * 83 + 80 + x) * 3 + c] : 0
          #expect(crop.rgb[(y * 5 + x) * 3 + c] == expected)
        }
      }
    }
    #expect(image.cropped(to: PixelBox(image)) == image)
    let beside = image.cropped(to: PixelBox(left: 200, top: 200, width: 2, height: 1))
    #expect(beside.rgb == [0, 0, 0, 0, 0, 0])
  }

  private func noise(_ width: Int, _ height: Int, _ generator: inout SeededRandom) -> PixelImage {
    PixelImage(
      width: width, height: height,
      rgb: (0..<width * height * 3).map { _ in
        // Many extremes, so that sums are clipped at both ends.
        [0, 255, UInt8.random(in: 0...255, using: &generator)].randomElement(using: &generator) ?? 0
      })
  }

  @Test(arguments: levels)
  func `Virtual black padding gives the padded image's bits`(level: KernelLevel) {
    var generator = SeededRandom(11)
    var shapes = [
      (1, 1), (1, 2), (2, 1), (1, 97), (97, 1), (300, 2), (2, 300), (24, 24), (23, 24), (25, 24),
      (90, 90), (7, 5), (5, 7), (200, 37), (37, 200), (64, 63), (13, 12), (150, 149),
    ]
    for _ in 0..<20 {
      shapes.append(
        (Int.random(in: 1...120, using: &generator), Int.random(in: 1...120, using: &generator)))
    }
    for (width, height) in shapes {
      let image = noise(width, height, &generator)
      let side = max(width, height)
      let square = image.cropped(to: PixelBox(left: 0, top: 0, width: side, height: side))
      for filter in [ResampleFilter.bilinear, .bicubic] {
        // Every mode makes the same of a square; each is asked for one size.
        for (mode, size) in zip(CropMode.allCases, [1, 24, 65]) {
          let resampler = Resampler(
            size: size, mode: mode, filter: filter, mean: [0, 0.4, 0.5],
            deviation: [1, 0.26, 0.3], level: level)
          let found = resampler.resample(padded: image).values.map(\.bitPattern)
          let expected = resampler.resample(square, box: PixelBox(square)).values
          #expect(
            found == expected.map(\.bitPattern), "\(width)x\(height) \(filter) \(mode) \(size)")
        }
      }
    }
  }

  @Test(arguments: levels)
  func `A crop that hangs over the image is that of the image with black around it`(
    level: KernelLevel
  ) {
    var generator = SeededRandom(21)
    for round in 0..<60 {
      let image = noise(
        Int.random(in: 1...70, using: &generator), Int.random(in: 1...70, using: &generator),
        &generator)
      let box = PixelBox(
        left: Int.random(in: -60...image.width - 1, using: &generator),
        top: Int.random(in: -60...image.height - 1, using: &generator),
        width: Int.random(in: 1...150, using: &generator),
        height: Int.random(in: 1...150, using: &generator))
      guard box.intersection(with: PixelBox(image)) != nil else { continue }
      let built = image.cropped(to: box)
      for mode in CropMode.allCases {
        let resampler = Resampler(
          size: [1, 16, 37][round % 3], mode: mode, filter: round % 2 == 0 ? .bilinear : .bicubic,
          mean: [0.1, 0.4, 0.5], deviation: [1, 0.26, 0.3], level: level)
        #expect(
          resampler.resample(image, box: box) == resampler.resample(built, box: PixelBox(built)),
          "\(box) of \(image.width)x\(image.height) \(mode)")
      }
    }
  }

  /// The whole square would be 1.2 GB; a strip of it holds all that a filter reads.
  @Test func `Padding of a long thin image is not built`() {
    var generator = SeededRandom(12)
    let resampler = Resampler(
      size: 96, mode: .squash, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25])
    for (width, height) in [(20_000, 2), (2, 20_000)] {
      let image = noise(width, height, &generator)
      let strip = image.cropped(
        to: PixelBox(left: 0, top: 0, width: max(width, 800), height: max(height, 800)))
      let pixels = resampler.resample(padded: image)
      #expect(pixels == resampler.resample(padded: strip))
      #expect(pixels.values.contains { $0 != -2 })
      for i in 0..<pixels.columns {
        let across = width > height ? i / 96 % 96 : i % 96
        if across > 2 { #expect(pixels.values[i] == -2) }
      }
    }
  }
}
