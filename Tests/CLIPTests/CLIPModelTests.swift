import CLIP
import Codecs
import Foundation
import Kernels
import Testing
import Transformer

struct CLIPModelTests {
  @Test(arguments: ["clip-quick-gelu", "clip-gelu"])
  func `Embeddings are those of transformers`(name: String) throws {
    let folder = golden.appending(path: "random-models/\(name)")
    let model = try CLIPModel(folder: folder.path)
    let reference = try Reference(folder)
    #expect(model.embeddingSize == 24 && model.imageSize == 40)
    #expect(model.context == 20 && model.vocabularySize == 300)

    let images = try model.encodeImages(reference.matrix("pixels"))
    let (imageCosine, imageDifference) = try compare(images, reference.matrix("image_embeds"))
    #expect(imageCosine >= 0.99999 && imageDifference <= 1e-5)
    let texts = try model.encodeTokens(reference.texts())
    let (textCosine, textDifference) = try compare(texts, reference.matrix("text_embeds"))
    #expect(textCosine >= 0.99999 && textDifference <= 1e-5)

    // Un-normalised, so lengths must agree too.
    let expected =
      try reference.matrix("image_embeds").values + reference.matrix("text_embeds").values
    for (a, b) in zip(images.values + texts.values, expected) {
      #expect(abs(a - b) <= 1e-4 * max(1, abs(b)))
    }
  }

  @Test(.enabled(if: KernelLevel.current.hasOwnProduct))
  func `An embedding does not depend on the batch`() throws {
    let folder = golden.appending(path: "random-models/clip-quick-gelu")
    let model = try CLIPModel(folder: folder.path)
    let reference = try Reference(folder)
    let pixels = try reference.matrix("pixels")
    let images = model.encodeImages(pixels)
    let texts = try reference.texts()
    let embedded = model.encodeTokens(texts)
    for row in 0..<pixels.rows {
      #expect(model.encodeImages(pixels.rows(row..<row + 1)) == images.rows(row..<row + 1))
    }
    for row in texts.indices {
      #expect(model.encodeTokens([texts[row]]) == embedded.rows(row..<row + 1))
    }
  }

  @Test func `Nothing in, nothing out`() throws {
    let model = try CLIPModel(folder: golden.appending(path: "random-models/clip-gelu").path)
    #expect(model.encodeTokens([]).rows == 0)
    #expect(model.encodeImages(Matrix(rows: 0, columns: 4800)).rows == 0)
  }

  @Test func `A wrong configuration is named by its key`() throws {
    let copy = try FolderCopy("clip-gelu")
    func error(_ from: String, _ to: String) throws -> ConfigurationError? {
      try copy.replace(from, by: to)
      defer { try? copy.restore() }
      do {
        _ = try CLIPModel(folder: copy.url.path)
        return nil
      } catch let error as ConfigurationError {
        return error
      }
    }
    #expect(try error("\"gelu\"", "\"relu\"")?.key == "hidden_act")
    #expect(try error("\"num_attention_heads\": 4", "\"num_attention_heads\": 5")?.found == "5")
    #expect(
      try error("\"model_type\": \"clip\"", "\"model_type\": \"siglip\"")?.key == "model_type")
    #expect(try error("\"patch_size\": 8", "\"patch_size\": 0")?.key == "patch_size")
    #expect(
      try error("\"hidden_size\": 32", "\"hidden_size\": \"x\"")?.key == "text_config.hidden_size")
    #expect(try error("{", "")?.expected == "the end of the file")
  }

  @Test func `One error names every tensor that does not fit`() throws {
    let copy = try FolderCopy("clip-gelu")
    let file = try SafetensorsFile(path: copy.url.appending(path: "model.safetensors").path)
    var writer = SafetensorsWriter()
    let broken = "vision_model.encoder.layers.1.mlp.fc1.bias"
    for name in file.names where name != "text_projection.weight" {
      let shape = try #require(file.tensors[name]?.shape)
      var values = try file.floats(name)
      if name == broken { values[3] = .nan }
      let swap = name == "visual_projection.weight"
      writer.add(name, shape: swap ? shape.reversed() : shape, floats: values)
    }
    writer.add("surplus", shape: [1], floats: [0])
    try Data(writer.bytes()).write(to: copy.url.appending(path: "model.safetensors"))
    let error = #expect(throws: CheckpointError.self) { try CLIPModel(folder: copy.url.path) }
    #expect(
      Set(error?.problems ?? []) == [
        .missing("text_projection.weight", shape: [24, 32]), .notFinite(broken),
        .misshaped("visual_projection.weight", expected: [24, 48], found: [48, 24]),
        .superfluous("surplus"),
      ])
    #expect(error?.description.contains(broken) == true)
  }
}
