import CLIP
import Codecs
import Foundation
import Kernels
import Testing
import Transformer

struct OpenCLIPModelTests {
  @Test(arguments: ["open-clip-vit", "open-clip-resnet"])
  func `Embeddings are those of open_clip`(name: String) throws {
    let folder = golden.appending(path: "random-models/\(name)")
    let model = try CLIPModel(folder: folder.path)
    let reference = try Reference(folder)
    #expect(model.embeddingSize == 24 && model.context == 20 && model.vocabularySize == 300)
    let expectedImages = try reference.matrix("image_embeds")
    let images = try model.encodeImages(reference.matrix("pixels"))
    let (imageCosine, imageDifference) = compare(images, expectedImages)
    #expect(imageCosine >= 0.99999 && imageDifference <= 1e-5)
    let expectedTexts = try reference.matrix("text_embeds")
    let texts = try model.encodeTokens(reference.texts())
    let (textCosine, textDifference) = compare(texts, expectedTexts)
    #expect(textCosine >= 0.99999 && textDifference <= 1e-5)

    // Un-normalised, so lengths must agree too; and images must differ for cosines to mean much.
    for (a, b) in zip(images.values + texts.values, expectedImages.values + expectedTexts.values) {
      #expect(abs(a - b) <= 1e-4 * max(1, abs(b)))
    }
    let turned = expectedImages.rows(Array((0..<images.rows).reversed()))
    #expect(compare(images, turned).difference > 1e-3)
  }

  @Test func `Pixels are prepared as the folder says`() throws {
    let folder = golden.appending(path: "random-models")
    let own = try CLIPModel(folder: folder.appending(path: "open-clip-vit").path)
    #expect(own.imageSize == 40 && own.pixelFilter == .bilinear)
    #expect(own.pixelMean == [0.5, 0.5, 0.5] && own.pixelDeviation == [0.5, 0.25, 0.5])
    let usual = try CLIPModel(folder: folder.appending(path: "open-clip-resnet").path)
    #expect(usual.imageSize == 96 && usual.pixelFilter == .bicubic)
    #expect(usual.pixelMean == PreprocessorConfiguration.clipMean)
    #expect(usual.pixelDeviation == PreprocessorConfiguration.clipDeviation)
  }

  @Test(.enabled(if: KernelLevel.current.hasOwnProduct))
  func `A ResNet's embedding does not depend on the batch`() throws {
    let folder = golden.appending(path: "random-models/open-clip-resnet")
    let model = try CLIPModel(folder: folder.path)
    let pixels = try Reference(folder).matrix("pixels")
    // More than go through the trunk together.
    let many = pixels.rows([0, 1, 1, 0, 1, 0, 0])
    let images = model.encodeImages(many)
    let alone = (0..<2).map { model.encodeImages(pixels.rows($0..<$0 + 1)) }
    for (row, image) in [0, 1, 1, 0, 1, 0, 0].enumerated() {
      #expect(images.rows(row..<row + 1) == alone[image])
    }
    #expect(model.encodeImages(pixels.rows(0..<0)).rows == 0)
  }

  @Test func `Weights of either kind may be in shards`() throws {
    for name in ["open-clip-vit", "clip-gelu"] {
      let copy = try FolderCopy(name)
      let whole = try CLIPModel(folder: copy.url.path)
      try copy.split(into: 3)
      let reference = try Reference(copy.url)
      let sharded = try CLIPModel(folder: copy.url.path)
      let pixels = try reference.matrix("pixels")
      #expect(sharded.encodeImages(pixels) == whole.encodeImages(pixels))
      #expect(try sharded.encodeTokens(reference.texts()) == whole.encodeTokens(reference.texts()))
    }
  }

  @Test func `A folder of both kinds is read as open_clip's where that is complete`() throws {
    let copy = try FolderCopy("clip-gelu")
    let other = golden.appending(path: "random-models/open-clip-resnet")
    func add(_ file: String) throws {
      try FileManager.default.copyItem(
        at: other.appending(path: file), to: copy.url.appending(path: file))
    }
    try add("open_clip_config.json")
    #expect(try CLIPModel(folder: copy.url.path).imageSize == 40)
    try add("open_clip_model.safetensors")
    #expect(try CLIPModel(folder: copy.url.path).imageSize == 96)
    // Its configuration alone, without weights of any kind, names the weights that lack.
    try FileManager.default.removeItem(at: copy.url.appending(path: "config.json"))
    try FileManager.default.removeItem(at: copy.url.appending(path: "open_clip_model.safetensors"))
    let error = #expect(throws: SafetensorsError.self) { try CLIPModel(folder: copy.url.path) }
    #expect(error?.path.hasSuffix("/open_clip_model.safetensors") == true)
  }

  @Test(arguments: [
    ("\"embed_dim\": 24", "\"embed_dim\": 0", "model_cfg.embed_dim"),
    ("\"embed_dim\": 24,", "", "model_cfg.embed_dim"),
    ("\"image_size\": 96", "\"image_size\": 95", "model_cfg.vision_cfg.image_size"),
    ("\"image_size\": 96", "\"image_size\": [96, 64]", "model_cfg.vision_cfg.image_size"),
    ("\"width\": 6", "\"width\": 7", "model_cfg.vision_cfg.width"),
    ("\"width\": 6", "\"width\": 6, \"head_width\": 0", "model_cfg.vision_cfg.head_width"),
    ("\"width\": 6", "\"width\": 6, \"head_width\": 50", "model_cfg.vision_cfg.head_width"),
    ("\"heads\": 4", "\"heads\": 5", "model_cfg.text_cfg.heads"),
    ("\"heads\": 4", "\"heads\": 4, \"mlp_ratio\": 0", "model_cfg.text_cfg.mlp_ratio"),
    ("\"heads\": 4", "\"heads\": 4, \"no_causal_mask\": true", "model_cfg.text_cfg.no_causal_mask"),
    (
      "\"width\": 6", "\"width\": 6, \"timm_model_name\": \"x\", \"pool_type\": \"avg\"",
      "model_cfg.vision_cfg.pool_type, model_cfg.vision_cfg.timm_model_name"
    ),
    ("\"quick_gelu\"", "\"multimodal_cfg\": {}, \"quick_gelu\"", "model_cfg.multimodal_cfg"),
    ("\"size\": 96", "\"size\": 224", "preprocess_cfg.size"),
    ("\"bicubic\"", "\"random\"", "preprocess_cfg.interpolation"),
    ("\"std\"", "\"std_\"", nil),
    ("\"mean\": [", "\"mean\": [7,", "preprocess_cfg.mean, preprocess_cfg.std"),
    ("\"width\": 6", "\"width\": 6, \"pool_type\": \"tok\", \"qk_norm\": false", nil),
  ])
  func `A configuration that cannot be computed is named by its key`(
    from: String, to: String, key: String?
  ) throws {
    let copy = try FolderCopy("open-clip-resnet")
    try copy.replace(from, by: to)
    guard let key else {
      _ = try CLIPModel(folder: copy.url.path)
      return
    }
    let error = #expect(throws: ConfigurationError.self) { try CLIPModel(folder: copy.url.path) }
    #expect(error?.key == key && error?.path.hasSuffix("open_clip_config.json") == true)
  }

  @Test func `Stages of another number than four are refused`() throws {
    let copy = try FolderCopy("open-clip-resnet")
    let file = copy.url.appending(path: "open_clip_config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let changed = text.replacing(/"layers": \[[^\]]*\]/, with: "\"layers\": [1, 1, 1]")
    #expect(changed != text)
    try Data(changed.utf8).write(to: file)
    let error = #expect(throws: ConfigurationError.self) { try CLIPModel(folder: copy.url.path) }
    #expect(error?.key == "model_cfg.vision_cfg.layers" && error?.found == "[1, 1, 1]")
  }

  @Test func `One error names every tensor that does not fit`() throws {
    let copy = try FolderCopy("open-clip-resnet")
    let path = copy.url.appending(path: "open_clip_model.safetensors")
    let file = try SafetensorsFile(path: path.path)
    let broken = "visual.attnpool.c_proj.bias"
    let negative = "visual.layer1.0.bn2.running_var"
    var writer = SafetensorsWriter()
    for name in file.names where name != "text_projection" && !name.hasSuffix("_tracked") {
      var shape = try #require(file.tensors[name]?.shape)
      var values = try file.floats(name)
      if name == broken { values[3] = .nan }
      if name == negative { values[1] = -0.5 }
      if name == "visual.conv1.weight" { shape = [27, 3] }
      writer.add(name, shape: shape, floats: values)
    }
    writer.add("surplus", shape: [1], floats: [0])
    try Data(writer.bytes()).write(to: path)
    let error = #expect(throws: CheckpointError.self) { try CLIPModel(folder: copy.url.path) }
    #expect(
      Set(error?.problems ?? []) == [
        .missing("text_projection", shape: [32, 24]), .notFinite(broken),
        .negativeVariance(negative), .superfluous("surplus"),
        .misshaped("visual.conv1.weight", expected: [3, 3, 3, 3], found: [27, 3]),
      ])
    #expect(error?.problems.count == 5 && error?.description.contains(negative) == true)
  }
}
