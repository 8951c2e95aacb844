import CLIP
import Codecs
import Foundation
import Kernels
import Testing
import Transformer

private let models = ["clip-quick-gelu", "clip-gelu", "open-clip-vit", "open-clip-resnet"]

struct CLIPTowersTests {
  @Test(arguments: models)
  func `A tower alone is the tower of the whole model`(name: String) throws {
    let folder = golden.appending(path: "random-models/\(name)")
    let whole = try CLIPModel(folder: folder.path)
    let reference = try Reference(folder)
    let (pixels, texts) = (try reference.matrix("pixels"), try reference.texts())
    let image = try CLIPModel(folder: folder.path, towers: .image)
    let text = try CLIPModel(folder: folder.path, towers: .text)
    #expect(image.towers == .image && text.towers == .text && whole.towers == .both)
    #expect(image.encodeImages(pixels) == whole.encodeImages(pixels))
    #expect(text.encodeTokens(texts) == whole.encodeTokens(texts))
    let none = try CLIPModel(folder: folder.path, towers: [])
    #expect(none.embeddingSize == whole.embeddingSize && none.imageSize == whole.imageSize)
  }

  @Test(arguments: models)
  func `A tower's faults are told with it, a stray tensor always`(name: String) throws {
    let copy = try FolderCopy(name)
    let isOpen = name.hasPrefix("open")
    let path = copy.url.appending(
      path: isOpen ? "open_clip_model.safetensors" : "model.safetensors")
    let file = try SafetensorsFile(path: path.path)
    // Read now: the mapped file is written over below.
    let names = file.names.filter { file.tensors[$0]?.type != "I64" }
    let values = try Dictionary(uniqueKeysWithValues: names.map { ($0, try file.floats($0)) })
    func write(without missing: String? = nil, adding stray: String? = nil) throws {
      var writer = SafetensorsWriter()
      for name in names where name != missing {
        writer.add(name, shape: file.tensors[name]?.shape ?? [], floats: values[name] ?? [])
      }
      if let stray { writer.add(stray, shape: [1], floats: [0]) }
      try Data(writer.bytes()).write(to: path)
    }
    func faults(_ towers: CLIPTowers) throws -> [CheckpointError.Problem] {
      do {
        _ = try CLIPModel(folder: copy.url.path, towers: towers)
        return []
      } catch let error as CheckpointError {
        return error.problems
      }
    }
    let tensors: [(CLIPTowers, String)] = [
      (.image, isOpen ? "visual.conv1.weight" : "visual_projection.weight"),
      (.text, try #require(names.first { $0.contains("text_projection") })),
    ]
    for (tower, tensor) in tensors {
      try write(without: tensor)
      for towers in [CLIPTowers.image, .text, .both, []] {
        let found = try faults(towers)
        if towers.contains(tower) {
          guard case .missing(tensor, _) = try #require(found.first) else {
            Issue.record("\(found)")
            continue
          }
        } else {
          #expect(found.isEmpty)
        }
      }
    }
    try write(adding: "adapter.weight")
    for towers in [CLIPTowers.image, .text, .both, []] {
      #expect(try faults(towers) == [.superfluous("adapter.weight")])
    }
  }

  /// The tensors of a folder with one of them changed.
  private func write(
    _ file: [String: (shape: [Int], values: [Float])], to path: URL, changing name: String,
    _ change: (inout (shape: [Int], values: [Float])) -> Void
  ) throws {
    var writer = SafetensorsWriter()
    for tensor in file.keys.sorted() {
      guard var (shape, values) = file[tensor] else { continue }
      if tensor == name {
        var changed = (shape: shape, values: values)
        change(&changed)
        (shape, values) = changed
      }
      writer.add(tensor, shape: shape, floats: values)
    }
    try Data(writer.bytes()).write(to: path)
  }

  @Test(arguments: ["clip-quick-gelu", "open-clip-vit", "open-clip-resnet"])
  func `Looking at a tower finds what loading it finds, tensor by tensor`(name: String) throws {
    let copy = try FolderCopy(name)
    let path = copy.url.appending(
      path: name.hasPrefix("open") ? "open_clip_model.safetensors" : "model.safetensors")
    let file = try SafetensorsFile(path: path.path)
    var tensors: [String: (shape: [Int], values: [Float])] = [:]
    for name in file.names where file.tensors[name]?.type != "I64" {
      tensors[name] = (file.tensors[name]?.shape ?? [], try file.floats(name))
    }
    func faults(_ body: () throws -> Void) -> [CheckpointError.Problem] {
      do {
        try body()
        return []
      } catch {
        return (error as? CheckpointError)?.problems ?? []
      }
    }
    try CLIPModel.check(folder: copy.url.path, towers: .both)
    var found = 0
    for tensor in tensors.keys.sorted() {
      for fault in 0..<3 {
        try write(tensors, to: path, changing: tensor) { changed in
          switch fault {
          case 0: changed.values[changed.values.count - 1] = .nan
          case 1: changed.values[0] = -.infinity
          default: changed.shape.append(1)
          }
        }
        let loaded = faults { _ = try CLIPModel(folder: copy.url.path) }
        let looked = faults { try CLIPModel.check(folder: copy.url.path, towers: .both) }
        #expect(looked == loaded, "\(tensor), fault \(fault)")
        #expect(loaded.count <= 1, "\(tensor), fault \(fault): \(loaded)")
        found += loaded.count
      }
    }
    // All but the scale of logits, which nothing here reads.
    #expect(found == 3 * (tensors.count - (tensors["logit_scale"] == nil ? 0 : 1)))
  }
}
