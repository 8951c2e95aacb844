import Foundation

/// Where the caption tests find their files.
enum CaptionFixture {
  /// The repository's root.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The data beside the repository; `nil` when it is not there.
  static let shared: String? = {
    let folder =
      ProcessInfo.processInfo.environment["PSEUDOBOX_SHARED"]
      ?? root.deletingLastPathComponent().appending(path: "shared").path
    return FileManager.default.fileExists(atPath: folder + "/data/nlp") ? folder + "/data" : nil
  }()

  /// The bundled scenes; `nil` when they are not there.
  static let scenes: URL? = {
    let folder = root.appending(path: "pipelines/bundled/scenes")
    let file = folder.appending(path: "captions.json").path
    return FileManager.default.fileExists(atPath: file) ? folder : nil
  }()

  /// A COCO file, as far as these tests read it.
  struct COCO: Decodable {
    struct Annotation: Decodable {
      var image_id: Int
      var caption: String?
    }

    struct Category: Decodable {
      var name: String
      var synonyms: [String]?
    }

    var annotations: [Annotation]
    var categories: [Category]?
  }

  /// Reads a COCO file.
  static func coco(_ url: URL) throws -> COCO {
    try JSONDecoder().decode(COCO.self, from: Data(contentsOf: url))
  }
}

/// A small deterministic generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
