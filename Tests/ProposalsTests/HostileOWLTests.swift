import Codecs
import Foundation
import Proposals
import Records
import Testing
import Transformer

struct HostileOWLTests {
  private let models = golden.appending(path: "random-models")

  @Test func `A CLIP's folder is refused by its kind`() throws {
    let folder = models.appending(path: "clip-gelu").path
    let error = #expect(throws: ConfigurationError.self) { try OWLModel(folder: folder) }
    #expect(error?.key == "model_type" && error?.found == "clip")
    #expect(throws: ConfigurationError.self) { try OWLTextModel(folder: folder) }
  }

  @Test(arguments: OWLKind.allCases)
  func `The other kind than the one wanted is refused by its name`(kind: OWLKind) throws {
    let folder = models.appending(path: kind.rawValue).path
    let other: OWLKind = kind == .owlV2 ? .owlViT : .owlV2
    let error = #expect(throws: ConfigurationError.self) {
      try OWLModel(folder: folder, kind: other)
    }
    #expect(error?.expected == "`\(other.rawValue)`" && error?.found == kind.rawValue)
  }

  /// A copy of the random OWLv2 with other tensors.
  private func changed(
    _ change: (inout [String: (shape: [Int], floats: [Float])]) -> Void
  ) throws -> TemporaryCopy {
    let from = models.appending(path: "owlv2")
    let copy = try TemporaryCopy(of: from.appending(path: "config.json"))
    let file = try SafetensorsFile(path: from.appending(path: "model.safetensors").path)
    var tensors: [String: (shape: [Int], floats: [Float])] = [:]
    for (name, tensor) in file.tensors {
      tensors[name] = (tensor.shape, try file.floats(name))
    }
    change(&tensors)
    var writer = SafetensorsWriter(metadata: [:])
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      writer.add(name, shape: tensor.shape, floats: tensor.floats)
    }
    try Data(writer.bytes()).write(to: copy.folder.appending(path: "model.safetensors"))
    return copy
  }

  @Test func `A lost tensor and one with NaN are named`() throws {
    let copy = try changed {
      $0["box_head.dense1.weight"] = nil
      $0["layer_norm.bias"]?.floats[3] = .nan
    }
    let error = #expect(throws: CheckpointError.self) {
      try OWLModel(folder: copy.folder.path)
    }
    #expect(
      error?.problems.contains(.missing("box_head.dense1.weight", shape: [48, 48])) ?? false)
    #expect(error?.problems.contains(.notFinite("layer_norm.bias")) ?? false)
    #expect(error?.problems.count == 2)
  }

  @Test func `A lost text tensor is named where texts are needed`() throws {
    let copy = try changed { $0["owlv2.text_model.final_layer_norm.bias"] = nil }
    let error = #expect(throws: CheckpointError.self) {
      try OWLTextModel(folder: copy.folder.path)
    }
    #expect(
      error?.problems == [.missing("owlv2.text_model.final_layer_norm.bias", shape: [32])])
    #expect(try OWLModel(folder: copy.folder.path).patches == 16)
  }

  @Test func `Weights too large for numbers are an error that names the image`() throws {
    let copy = try changed {
      $0["objectness_head.dense0.weight"]?.floats = [Float](repeating: 1e30, count: 48 * 48)
      $0["objectness_head.dense1.weight"]?.floats = [Float](repeating: 1e30, count: 48 * 48)
    }
    let proposer = OWLProposer(
      model: try OWLModel(folder: copy.folder.path), options: OWLOptions(agnostic: .objectness),
      source: 0)
    let image = PixelImage(width: 9, height: 9, rgb: [UInt8](repeating: 90, count: 243))
    let error = #expect(throws: CheckpointError.self) {
      try proposer.propose(image, key: ImageKey("odd.jpg"))
    }
    #expect(error?.problems == [.notFiniteOutput("odd.jpg")])
  }
}

/// A folder with one file in it, gone when the test is.
private final class TemporaryCopy {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init(of file: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: file, to: folder.appending(path: file.lastPathComponent))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
