import CLIP
import Codecs
import Foundation
import Kernels
import Records
import Testing

/// The bundled CLIP on bundled scenes, against what transformers and Pillow make of them.
struct SmallCLIPTests {
  private struct Expected: Decodable {
    struct Region: Decodable {
      var file_name: String
      var box_xyxy: [Float]
      var embedding: [Float]
    }
    struct Text: Decodable {
      var text: String
      var ids: [Int32]
      var embedding: [Float]
    }
    var image_size: Int
    var regions: [Region]
    var texts: [Text]
  }

  private let bundled = golden.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "pipelines/bundled")
  private let model: CLIPModel
  private let expected: Expected

  init() throws {
    model = try CLIPModel(folder: bundled.appending(path: "models/small-clip").path)
    let json = try Data(contentsOf: golden.appending(path: "small-models/small-clip.json"))
    expected = try JSONDecoder().decode(Expected.self, from: json)
  }

  private func image(_ name: String) throws -> PixelImage {
    let bytes = try Data(contentsOf: bundled.appending(path: "scenes/images/\(name)"))
    return try ImageDecoder.decode(Array(bytes)).get()
  }

  @Test func `Texts are embedded as by transformers`() {
    #expect(model.imageSize == expected.image_size && expected.texts.count > 10)
    let found = model.encodeTokens(expected.texts.map(\.ids))
    let (cosine, difference) = compare(
      found, Matrix(columns: model.embeddingSize, rows: expected.texts.map(\.embedding)))
    #expect(cosine >= 0.99999 && difference <= 1e-4)
  }

  @Test func `Regions are embedded as by transformers from Pillow's crops`() throws {
    let encoder = try RegionEncoder(model: model, mode: .crop(CropSettings(shape: .squash)))
    var cosines: [Double] = []
    for region in expected.regions {
      let edges = region.box_xyxy
      let box = Box(x1: edges[0], y1: edges[1], x2: edges[2], y2: edges[3])
      let found = try encoder.embed(image: image(region.file_name), boxes: [box]).rows(0..<1)
      let reference = Matrix(columns: model.embeddingSize, rows: [region.embedding])
      cosines.append(compare(found, reference).cosine)
    }
    // The reference is Pillow 13's, which takes the vertical pass first for some tall crops.
    #expect(cosines.count > 10 && cosines.allSatisfy { $0 >= 0.99999 }, "\(cosines.sorted())")
  }
}
