import Foundation

/// Where the tokeniser tests find their files.
enum TokenizerFixture {
  /// The repository's root.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The tiny vocabulary in one of its forms.
  static func folder(_ form: String) -> String {
    root.appending(path: "Tests/Golden/tokenizer/\(form)").path
  }

  /// CLIP's own vocabulary beside the repository; `nil` when it is not there.
  static let sharedFolder: String? = {
    let shared =
      ProcessInfo.processInfo.environment["PSEUDOBOX_SHARED"]
      ?? root.deletingLastPathComponent().appending(path: "shared").path
    let folder = shared + "/data/clip-tokenizer"
    return FileManager.default.fileExists(atPath: folder + "/golden.jsonl") ? folder : nil
  }()

  /// One line of a golden file.
  struct Case: Decodable {
    var text: String
    var ids: [Int32]
    var full_len: Int?
    var kind: String?
    var differs: [String: [Int32]]?
  }

  /// The cases of a golden file.
  static func cases(_ path: String) throws -> [Case] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Case.self, from: Data($0.utf8))
    }
  }
}
