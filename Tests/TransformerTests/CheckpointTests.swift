import Codecs
import Foundation
import Testing
import Transformer

struct CheckpointTests {
  /// A folder of shards `[file: tensors]` and an index.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "ckpt-\(UUID().uuidString)")
    var folder: ModelFolder { ModelFolder(path: url.path) }

    init(_ shards: [String: [String]], index: String) throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for (file, names) in shards {
        var writer = SafetensorsWriter()
        for name in names { writer.add(name, shape: [1], floats: [Float(name.utf8.first ?? 0)]) }
        try Data(writer.bytes()).write(to: url.appending(path: file))
      }
      try Data(index.utf8).write(to: url.appending(path: "model.safetensors.index.json"))
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  private let shards = ["one.safetensors": ["a", "c"], "two.safetensors": ["b"]]

  private func problems(_ map: String) throws -> [ShardIndexError.Problem] {
    let folder = try Folder(shards, index: #"{"metadata": {}, "weight_map": {\#(map)}}"#)
    let error = #expect(throws: ShardIndexError.self) { try folder.folder.weights() }
    #expect(error?.path == "\(folder.url.path)/model.safetensors.index.json")
    #expect(error?.description.contains("disagree") == true)
    return error?.problems ?? []
  }

  private let one = #""a": "one.safetensors", "c": "one.safetensors""#
  private let two = #""b": "two.safetensors""#

  @Test func `Shards together are one checkpoint`() throws {
    let folder = try Folder(shards, index: #"{"weight_map": {\#(one), \#(two)}}"#)
    #expect(folder.folder.hasWeights("model") && !folder.folder.hasWeights("other"))
    let checkpoint = try folder.folder.weights()
    #expect(checkpoint.names == ["a", "b", "c"])
    for name in checkpoint.names {
      #expect(checkpoint.tensors[name]?.shape == [1])
      #expect(try checkpoint.floats(name) == [Float(name.utf8.first ?? 0)])
    }
    #expect(throws: SafetensorsError.self) { try checkpoint.floats("d") }
  }

  @Test func `One whole file goes before an index`() throws {
    let folder = try Folder(
      ["model.safetensors": ["z"]], index: #"{"weight_map": {"a": "lost.safetensors"}}"#)
    #expect(try folder.folder.weights().names == ["z"])
  }

  @Test func `Everything that index and shards disagree in is named`() throws {
    #expect(
      try problems(#"\#(one), \#(two), "d": "lost.safetensors""#) == [
        .missingShard("lost.safetensors")
      ])
    #expect(
      try problems(#"\#(one), \#(two), "d": "two.safetensors""#) == [
        .missingTensor("d", shard: "two.safetensors")
      ])
    #expect(
      try problems(#""a": "one.safetensors", \#(two)"#) == [
        .unlistedTensor("c", shard: "one.safetensors", listedIn: nil)
      ])
    #expect(
      try problems(#""a": "one.safetensors", "b": "two.safetensors", "c": "two.safetensors""#) == [
        .unlistedTensor("c", shard: "one.safetensors", listedIn: "two.safetensors"),
        .missingTensor("c", shard: "two.safetensors"),
      ])
    #expect(try problems("") == [.noTensors])
    for name in ["../one.safetensors", "/etc/passwd", "..", ""] {
      #expect(
        try problems(#"\#(one), \#(two), "d": "\#(name)""#) == [.notFileName(name)])
    }
  }

  @Test(arguments: ["", "[]", "{}", #"{"weight_map": {"a": 1}}"#, #"{"weight_map": null}"#])
  func `An index that is none is refused`(text: String) throws {
    let folder = try Folder(shards, index: text)
    #expect(throws: ConfigurationError.self) { try folder.folder.weights() }
  }

  @Test func `A folder without weights names the file that it should have`() throws {
    let error = #expect(throws: SafetensorsError.self) {
      try ModelFolder(path: "/nowhere").weights("open_clip_model")
    }
    #expect(error?.path == "/nowhere/open_clip_model.safetensors")
  }
}
