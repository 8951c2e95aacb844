import Codecs
import Foundation
import Testing

/// A copy of a golden folder that a test may break.
final class FolderCopy {
  let url = FileManager.default.temporaryDirectory.appending(path: "clip-\(UUID().uuidString)")
  private let configurationName: String
  private let weightsName: String
  private let configuration: String

  init(_ name: String) throws {
    let source = golden.appending(path: "random-models/\(name)")
    try FileManager.default.copyItem(at: source, to: url)
    let isOpenCLIP = name.hasPrefix("open-clip")
    configurationName = isOpenCLIP ? "open_clip_config.json" : "config.json"
    weightsName = isOpenCLIP ? "open_clip_model.safetensors" : "model.safetensors"
    configuration = try String(
      contentsOf: url.appending(path: configurationName), encoding: .utf8)
  }

  func replace(_ text: String, by other: String) throws {
    let changed = configuration.replacing(text, with: other)
    #expect(changed != configuration)
    try Data(changed.utf8).write(to: url.appending(path: configurationName))
  }

  func restore() throws {
    try Data(configuration.utf8).write(to: url.appending(path: configurationName))
  }

  /// Puts the weights into shards with an index in place of the one file.
  func split(into count: Int) throws {
    let path = url.appending(path: weightsName)
    let file = try SafetensorsFile(path: path.path)
    var writers = Array(repeating: SafetensorsWriter(), count: count)
    var map: [String: String] = [:]
    for (index, name) in file.names.enumerated() {
      let shape = try #require(file.tensors[name]?.shape)
      try writers[index % count].add(name, shape: shape, floats: file.floats(name))
      map[name] = "part-\(index % count).safetensors"
    }
    for (index, writer) in writers.enumerated() {
      try Data(writer.bytes()).write(to: url.appending(path: "part-\(index).safetensors"))
    }
    let index = try JSONEncoder().encode(["weight_map": map])
    try index.write(to: url.appending(path: "\(weightsName).index.json"))
    try FileManager.default.removeItem(at: path)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
