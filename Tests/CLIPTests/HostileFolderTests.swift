import CLIP
import Codecs
import Foundation
import Testing
import Transformer

/// Folders with one thing wrong: each loads, or ends in a named error that can be read.
struct HostileFolderTests {
  static let folders = ["clip-gelu", "open-clip-vit", "open-clip-resnet"]

  /// What a size may be replaced by.
  static let values = [
    "0", "-1", "1", "3", "65537", "1048576", "2147483648", "9223372036854775807",
    "-9223372036854775808", "9223372036854775808", "1e400", "-1e400", "1.5", "1e-300", "null",
    "true", "\"x\"", "[]", "{}", "[1, 2]", "NaN",
  ]

  /// Loads the folder; an error must be one of ours, name the folder and not be a dump.
  private func load(_ folder: URL, _ what: String) {
    do {
      let model = try CLIPModel(folder: folder.path)
      _ = model.encodeTokens([[Int32(model.vocabularySize - 1)]])
    } catch let error {
      let isOurs =
        error is ConfigurationError || error is CheckpointError || error is SafetensorsError
        || error is ShardIndexError
      #expect(isOurs, "\(what): \(error)")
      let text = "\(error)"
      #expect(text.hasPrefix(folder.path), "\(what): \(text)")
      for dump in ["DecodingError", "CodingKey", "Swift.", "debugDescription", "Optional("] {
        #expect(!text.contains(dump), "\(what): \(text)")
      }
    }
  }

  private func configuration(_ name: String) -> String {
    name.hasPrefix("open") ? "open_clip_config.json" : "config.json"
  }

  @Test(arguments: folders)
  func `each number of a configuration can be anything`(name: String) throws {
    let copy = try FolderCopy(name)
    let url = copy.url.appending(path: configuration(name))
    let text = try String(contentsOf: url, encoding: .utf8)
    let numbers = text.matches(of: /-?[0-9][0-9.eE+-]*/).filter { match in
      // Digits of a name are no number.
      !"\"_/".contains(text[text.index(before: match.range.lowerBound)])
    }
    #expect(numbers.count > 5)
    for (place, number) in numbers.enumerated() {
      // All values for the first folder, every third for the others.
      for (index, value) in Self.values.enumerated()
      where name == Self.folders[0] || (place + index) % 3 == 0 {
        var changed = text
        changed.replaceSubrange(number.range, with: value)
        try Data(changed.utf8).write(to: url)
        load(copy.url, "\(text[number.range]) -> \(value)")
      }
    }
  }

  @Test(arguments: folders)
  func `a configuration with bytes changed, cut or doubled`(name: String) throws {
    let copy = try FolderCopy(name)
    let url = copy.url.appending(path: configuration(name))
    let bytes = Array(try Data(contentsOf: url))
    var generator = SeededGenerator(seed: 11)
    for round in 0..<80 {
      var changed = bytes
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch round % 4 {
      case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: changed.removeLast(bytes.count - place)
      case 2: changed.remove(at: place)
      default: changed.insert(contentsOf: bytes.prefix(place), at: place)
      }
      try Data(changed).write(to: url)
      load(copy.url, "round \(round), byte \(place)")
    }
  }

  @Test(arguments: folders)
  func `weights with bytes of the header changed, or the file cut`(name: String) throws {
    let copy = try FolderCopy(name)
    let weights = name.hasPrefix("open") ? "open_clip_model" : "model"
    let url = copy.url.appending(path: "\(weights).safetensors")
    let bytes = Array(try Data(contentsOf: url))
    let header = 8 + bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    var generator = SeededGenerator(seed: 12)
    for round in 0..<45 {
      var changed = bytes
      switch round % 3 {
      case 0:
        let place = Int.random(in: 0..<header, using: &generator)
        changed[place] = UInt8.random(in: 0...255, using: &generator)
      case 1:
        // A digit of a shape or an offset.
        let digits = (8..<header).filter { (48...57).contains(bytes[$0]) }
        changed[digits[Int.random(in: digits.indices, using: &generator)]] =
          UInt8.random(in: 48...57, using: &generator)
      default:
        changed.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
      }
      try Data(changed).write(to: url)
      load(copy.url, "round \(round)")
    }
  }

  @Test(arguments: folders)
  func `NaN and infinity in any tensor are found`(name: String) throws {
    let copy = try FolderCopy(name)
    let weights = name.hasPrefix("open") ? "open_clip_model" : "model"
    let url = copy.url.appending(path: "\(weights).safetensors")
    let file = try SafetensorsFile(path: url.path)
    let names = file.names.filter { !$0.contains("logit_scale") && !$0.contains("num_batches") }
    let values = try Dictionary(uniqueKeysWithValues: names.map { ($0, try file.floats($0)) })
    for broken in stride(from: 0, to: names.count, by: 6).map({ names[$0] }) {
      var writer = SafetensorsWriter()
      for name in names {
        var floats = values[name] ?? []
        if name == broken { floats[floats.count / 2] = name.hasSuffix("bias") ? -.infinity : .nan }
        writer.add(name, shape: file.tensors[name]?.shape ?? [], floats: floats)
      }
      try Data(writer.bytes()).write(to: url)
      let error = #expect(throws: CheckpointError.self) { try CLIPModel(folder: copy.url.path) }
      #expect(error?.problems.contains(.notFinite(broken)) == true, "\(broken)")
    }
  }

  @Test func `an index may not lead out of its folder, and its shards must be there`() throws {
    let copy = try FolderCopy("clip-gelu")
    try copy.split(into: 3)
    let url = copy.url.appending(path: "model.safetensors.index.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    _ = try CLIPModel(folder: copy.url.path)
    for name in ["../part-0.safetensors", "/etc/passwd", "..", "", "a/b", "a\\u0000b"] {
      let escaped = name.replacing("/", with: "\\/")
      try Data(text.replacing("part-0.safetensors", with: escaped).utf8).write(to: url)
      let error = #expect(throws: ShardIndexError.self) { try CLIPModel(folder: copy.url.path) }
      #expect(error?.description.contains("expected the name of a file") == true, "\(name)")
    }
    for index in ["", "[]", "{}", "{\"weight_map\": []}", "{\"weight_map\": {\"a\": 1}}"] {
      try Data(index.utf8).write(to: url)
      load(copy.url, index)
      #expect(throws: ConfigurationError.self) { try CLIPModel(folder: copy.url.path) }
    }
  }

  @Test func `sizes that the weights cannot have ask for no memory`() throws {
    let copy = try FolderCopy("clip-gelu")
    try copy.replace("\"vocab_size\": 300", by: "\"vocab_size\": 16777216")
    let error = #expect(throws: ConfigurationError.self) { try CLIPModel(folder: copy.url.path) }
    #expect(error?.found.hasPrefix("sizes that need 5") == true, "\(String(describing: error))")
  }

  @Test func `files that are something else are named`() throws {
    for file in ["config.json", "model.safetensors", "preprocessor_config.json"] {
      for kind in ["folder", "empty", "pipe", "device"] {
        let copy = try FolderCopy("clip-gelu")
        let url = copy.url.appending(path: file)
        try? FileManager.default.removeItem(at: url)
        switch kind {
        case "folder":
          try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        case "empty": try Data().write(to: url)
        case "pipe": #expect(mkfifo(url.path, 0o600) == 0)
        default:
          try FileManager.default.createSymbolicLink(
            atPath: url.path, withDestinationPath: "/dev/zero")
        }
        load(copy.url, "\(file) is a \(kind)")
        #expect(throws: (any Error).self) { try CLIPModel(folder: copy.url.path) }
      }
    }
  }
}
