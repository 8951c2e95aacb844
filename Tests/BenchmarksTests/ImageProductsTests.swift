import CLIP
import Codecs
import Foundation
import Kernels
import Testing

struct ImageProductsTests {
  private static let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/random-models").path

  /// Every weight of the image tower is in exactly one product.
  @Test(arguments: ["open-clip-vit", "open-clip-resnet"])
  func `the products' weights are those of the checkpoint`(_ name: String) throws {
    let folder = "\(Self.models)/\(name)"
    let shapes = try CLIPModel(folder: folder).imageProducts(batch: 3)
    let file = try SafetensorsFile(path: "\(folder)/open_clip_model.safetensors")
    let weights = file.tensors.filter { tensor, description in
      tensor.hasPrefix("visual.") && description.shape.count >= 2
        && !tensor.hasSuffix("positional_embedding")
    }
    #expect(!weights.isEmpty)
    #expect(
      shapes.reduce(0) { $0 + $1.depth * $1.columns }
        == weights.values.reduce(0) { $0 + $1.count })
  }

  @Test(arguments: ["open-clip-vit", "open-clip-resnet"])
  func `rows and operations grow with the batch`(_ name: String) throws {
    let model = try CLIPModel(folder: "\(Self.models)/\(name)")
    let one = model.imageProducts(batch: 1)
    let five = model.imageProducts(batch: 5)
    #expect(one.map { $0.rows * 5 } == five.map(\.rows))
    #expect(one.reduce(0) { $0 + $1.operations } <= model.imageOperations)
    #expect(ProductShape(rows: 2, depth: 3, columns: 5).operations == 60)
  }
}
