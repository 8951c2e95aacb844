import Codecs
import Foundation
import Testing

/// `pseudobox teacher check` on the bundled teacher and on folders with something wrong.
struct TeacherCheckTests {
  static let model = Program.root.appending(path: "pipelines/bundled/models/small-clip")

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func check(_ model: URL, _ more: String...) throws -> Program.Result {
    try Program.run(["teacher", "check", model.path] + more, in: folder)
  }

  private func copy() throws -> URL {
    let copy = folder.appending(path: "model")
    try? FileManager.default.removeItem(at: copy)
    try FileManager.default.copyItem(at: Self.model, to: copy)
    return copy
  }

  @Test func `a folder is described, and embeddings are written for comparing`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let image = Program.root.appending(path: "Tests/Golden/png/color2-8bit.png").path
    let result = try check(
      Self.model, "--json", "--text", "a red car", "--text", "a dog", "--image", image,
      "--embeddings", "out.safetensors")
    #expect(result.code == 0, "\(result.errors)")
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(json["embedding_size"] as? Int == 128)
    #expect(json["parameters"] as? Int == 3_713_281)
    #expect((json["image_tower"] as? [String: Any])?["kind"] as? String == "vision transformer")
    #expect((json["files"] as? [String: Any])?["model.safetensors"] != nil)
    let file = try SafetensorsFile(path: folder.appending(path: "out.safetensors").path)
    #expect(file.tensors["image_embeddings"]?.shape == [1, 128])
    #expect(file.tensors["text_embeddings"]?.shape == [2, 128])
    #expect(file.tensors["pixels"]?.shape == [1, 3, 64, 64])
    let cosines = try #require((json["images"] as? [[String: Any]])?.first?["cosines"] as? [Double])
    let (left, right) = (try file.floats("image_embeddings"), try file.floats("text_embeddings"))
    for (text, cosine) in cosines.enumerated() {
      let row = right[text * 128..<(text + 1) * 128]
      let dot = zip(left, row).reduce(0) { $0 + $1.0 * $1.1 }
      let norms = left.reduce(0) { $0 + $1 * $1 } * row.reduce(0) { $0 + $1 * $1 }
      #expect(abs(Double(dot / norms.squareRoot()) - cosine) < 1e-5)
    }
  }

  @Test func `everything that is wrong is named at once, with the right exit code`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = try check(folder.appending(path: "none"))
    #expect(missing.code == 66)
    #expect(missing.errors.contains("a folder with the model's files"))

    var model = try copy()
    try Data("{\"text_config\": {\"hidden_size\": 1e400}}".utf8).write(
      to: model.appending(path: "config.json"))
    try Data("{\"a\": 1,}".utf8).write(to: model.appending(path: "vocab.json"))
    let both = try check(model)
    #expect(both.code == 65)
    #expect(both.errors.contains("`text_config.hidden_size`: expected a number"), "\(both.errors)")
    #expect(both.errors.contains("vocab.json"), "\(both.errors)")

    model = try copy()
    let weights = model.appending(path: "model.safetensors")
    try Data(contentsOf: weights).dropLast(100).write(to: weights)
    let cut = try check(model)
    #expect(cut.code == 65 && cut.errors.contains("copy the file again"), "\(cut.errors)")

    let image = folder.appending(path: "bad.png")
    try Data("GIF89a".utf8).write(to: image)
    let odd = try check(Self.model, "--image", image.path)
    #expect(odd.code == 65 && odd.errors.contains("unsupported_format"), "\(odd.errors)")
  }

  @Test func `another model's tokenizer is an error`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = try copy()
    for name in ["vocab.json", "merges.txt", "tokenizer.json"] {
      try FileManager.default.removeItem(at: model.appending(path: name))
    }
    let pair = Program.root.appending(path: "Tests/Golden/tokenizer/pair")
    for name in ["vocab.json", "merges.txt"] {
      try FileManager.default.copyItem(
        at: pair.appending(path: name), to: model.appending(path: name))
    }
    let result = try check(model)
    #expect(result.code == 65)
    #expect(result.errors.contains("number of ids: expected 1214"), "\(result.errors)")
    #expect(result.errors.contains("another model's tokeniser"))
  }

  @Test func `weights that embed everything as zeros are damaged`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = try copy()
    let file = copy.appending(path: "model.safetensors")
    var bytes = try Data(contentsOf: file)
    let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    bytes.resetBytes(in: (8 + header)..<bytes.count)
    try bytes.write(to: file)
    let result = try check(copy)
    #expect(result.code == 65 && result.errors.contains("found zeros"), "\(result.errors)")
  }
}
