import CLIP
import Codecs
import Foundation
import Kernels
import Records
import Testing

/// RegionCLIP's way of embedding regions, against torchvision's operator and open_clip's modules.
struct RoIAlignEncoderTests {
  private let model: CLIPModel
  private let file: SafetensorsFile
  private let picture: PixelImage
  private let boxes: [Box]

  init() throws {
    model = try CLIPModel(folder: golden.appending(path: "random-models/open-clip-resnet").path)
    file = try SafetensorsFile(path: golden.appending(path: "regions/expected.safetensors").path)
    let pillow = try SafetensorsFile(
      path: golden.appending(path: "resample/pillow.safetensors").path)
    picture = PixelImage(
      width: 83, height: 61, rgb: try pillow.floats("picture").map { UInt8($0) })
    let edges = try file.floats("boxes")
    boxes = stride(from: 0, to: edges.count, by: 4).map {
      Box(x1: edges[$0], y1: edges[$0 + 1], x2: edges[$0 + 2], y2: edges[$0 + 3])
    }
  }

  private func encoder(_ settings: RoIAlignSettings, batch: Int = 32) throws -> RegionEncoder {
    try RegionEncoder(model: model, mode: .roiAlign(settings), batch: batch)
  }

  @Test func `Embeddings are those of torchvision and open_clip`() throws {
    let names = file.names.filter { $0.hasPrefix("embeddings ") }
    #expect(names.count == 3 && boxes.count == 14)
    for name in names {
      let words = name.split(separator: " ")
      let settings = RoIAlignSettings(
        shortestSide: try #require(Int(words[2])), longestSideMax: try #require(Int(words[3])),
        filter: words[1] == "bicubic" ? .bicubic : .bilinear)
      let found = try encoder(settings).embed(image: picture, boxes: boxes)
      let expected = Matrix(rows: 15, columns: 24, values: try file.floats(name))
      let (cosine, difference) = compare(found, expected)
      #expect(cosine >= 0.99999 && difference <= 1e-5, "\(name): \(cosine) \(difference)")
      // Un-normalised, so lengths must agree too.
      for (a, b) in zip(found.values, expected.values) {
        #expect(abs(a - b) <= 1e-4 * max(1, abs(b)))
      }
      #expect(found.row(0) == found.row(14), "the first box is the whole image")
    }
  }

  @Test(.enabled(if: KernelLevel.current.hasOwnProduct))
  func `Neither batch nor other boxes change an embedding`() throws {
    let settings = RoIAlignSettings(shortestSide: 64, longestSideMax: 100)
    let all = try encoder(settings).embed(image: picture, boxes: boxes)
    #expect(try encoder(settings, batch: 3).embed(image: picture, boxes: boxes) == all)
    let few = try encoder(settings, batch: 1).embed(image: picture, boxes: [boxes[9]])
    #expect(few.row(0) == all.row(9) && few.row(1) == all.row(14))
    var batcher = RegionBatcher<Int>(encoder: try encoder(settings))
    let results = (0..<3).flatMap { batcher.add(picture, boxes: boxes, tag: $0) }
    #expect(results.map(\.tag) == [0, 1, 2] && batcher.finish().isEmpty)
    #expect(results.allSatisfy { $0.embeddings == all })
  }

  @Test func `A box is rejected for a reason or has a finite embedding`() throws {
    let encoder = try encoder(RoIAlignSettings(shortestSide: 32, longestSideMax: 64))
    var random = SeededRandom(8)
    var accepted: [Box] = []
    var reasons: Set<Rejection.Reason> = []
    for _ in 0..<1500 {
      let edges = (0..<4).map { _ in
        RegionEncoderTests.oddEdges.randomElement(using: &random) ?? 0
      }
      let box = Box(x1: edges[0], y1: edges[1], x2: edges[2], y2: edges[3])
      if let rejection = encoder.rejection(of: box, in: picture) {
        reasons.insert(rejection.reason)
      } else {
        accepted.append(box)
      }
    }
    #expect(reasons == [.invalidBox, .emptyBox] && accepted.count > 50)
    let found = encoder.embed(image: picture, boxes: accepted)
    #expect(found.values.allSatisfy { $0.isFinite })
  }

  @Test func `An image too thin for the trunk is rejected, the thinnest other is not`() throws {
    let settings = RoIAlignSettings(shortestSide: 32, longestSideMax: 90)
    let encoder = try encoder(settings)
    func strip(_ width: Int, _ height: Int) -> PixelImage {
      PixelImage(width: width, height: height, rgb: .init(repeating: 90, count: width * height * 3))
    }
    for (width, height) in [(6, 1), (1, 6), (4, 40), (4000, 600)] {
      let image = strip(width, height)
      let isThin = 90 * min(width, height) / max(width, height) < 15
      let rejection = encoder.rejection(of: image)
      #expect((rejection?.reason == .imageTooSmall) == isThin, "\(width)x\(height)")
      if isThin { continue }
      #expect(encoder.embed(image: image, boxes: []).values.allSatisfy { $0.isFinite })
    }
    let thinnest = strip(90, 15)
    #expect(encoder.rejection(of: thinnest) == nil && encoder.rejection(of: strip(90, 14)) != nil)
    let whole = Box(x1: 0, y1: 0, x2: 90, y2: 15)
    #expect(encoder.embed(image: thinnest, boxes: [whole]).rows == 2)
  }

  @Test func `A vision transformer is refused with what to do`() throws {
    let transformer = try CLIPModel(
      folder: golden.appending(path: "random-models/clip-gelu").path)
    let error = #expect(throws: RegionModeError.roiAlignNeedsResNet) {
      try RegionEncoder(model: transformer, mode: .roiAlign(RoIAlignSettings()))
    }
    #expect(error?.description.contains("Use mode crop") == true)
  }

  @Test func `A model says how regions are embedded`() {
    let align = model.provenance(
      of: .roiAlign(RoIAlignSettings(shortestSide: 64, longestSideMax: 100)))
    #expect(align["mode"] == "roi_align" && align["cells"] == "6x6")
    #expect(align["shortest_side"] == "64" && align["longest_side"] == "100")
    #expect(align["filter"] == "bilinear" && align["normalized"] == "false")
    let settings = CropSettings(
      shape: .shortestCenter, scales: [1, 1.5], averaging: .normalizedMean,
      edges: CropEdges(rounding: .truncate, overhang: .black))
    let crop = model.provenance(of: .crop(settings))
    #expect(
      crop == [
        "mode": "crop", "crop": "shortest_center", "scales": "1.0,1.5", "rounding": "truncate",
        "overhang": "black", "scale_mean": "normalized_mean", "filter": "bicubic",
        "input_side": "96", "normalized": "false", "precision": "f32",
      ])
  }
}
