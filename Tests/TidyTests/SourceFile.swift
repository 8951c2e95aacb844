import Foundation

/// A text file of the repository, as the rules look at it.
struct SourceFile: Sendable {
  /// The path from the repository's root, for example `Sources/CLIP/CLIPModel.swift`.
  let path: String
  /// The whole text.
  let text: String

  /// The file's name without its extension.
  var stem: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.split(separator: ".").first.map(String.init) ?? name
  }

  /// The folder under `Sources` that the file is in, which is its target; empty elsewhere.
  var target: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : ""
  }

  /// The lines, without their ends.
  var lines: [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The Swift code alone: comments and the contents of string literals are left out.
  ///
  /// Line numbers stay as they are. Interpolated code counts as content.
  let code: String

  /// Looks at a file.
  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = path.hasSuffix(".swift") ? CodeScanner(text).code : ""
  }
}
