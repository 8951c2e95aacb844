import Foundation

/// The files of the repository.
struct Repository {
  /// The folder that holds `Package.swift`.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Files that people write: code, scripts, pages and configuration.
  let files: [SourceFile]
  /// What lies at the top level, without what tools put there.
  let topLevel: [String]

  /// Extensions of the files that rules read; scripts have none.
  private static let extensions: Set<String> = [
    "", "swift", "c", "h", "py", "sh", "md", "yaml", "yml", "sql",
  ]
  private static let madeByTools: Set<String> = [
    ".build", ".git", ".swiftpm", ".venv", "output", "__pycache__", "Package.resolved",
    "bundled", "Golden",
  ]

  /// Reads the repository that these tests belong to.
  init() throws {
    topLevel = try Self.names(in: Self.root)
    files = try Self.files(in: Self.root, prefix: "")
  }

  /// The Swift files of `Sources` and `Tests`.
  var swift: [SourceFile] {
    files.filter { $0.path.hasSuffix(".swift") && $0.path != "Package.swift" }
  }

  /// The Swift files of `Sources`.
  var sources: [SourceFile] {
    swift.filter { $0.path.hasPrefix("Sources/") }
  }

  /// One file by its path.
  func file(_ path: String) -> SourceFile? {
    files.first { $0.path == path }
  }

  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !madeByTools.contains($0) && !$0.hasPrefix(".build") }.sorted()
  }

  private static func files(in folder: URL, prefix: String) throws -> [SourceFile] {
    var files: [SourceFile] = []
    for name in try names(in: folder) {
      let url = folder.appending(path: name)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
        continue
      }
      if isFolder.boolValue {
        files += try self.files(in: url, prefix: prefix + name + "/")
      } else if extensions.contains(url.pathExtension) {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
        files.append(SourceFile(path: prefix + name, text: text))
      }
    }
    return files
  }
}
