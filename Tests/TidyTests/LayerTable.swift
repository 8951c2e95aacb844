/// The targets of `Package.swift` with their layers, read from the file's own text.
///
/// A comment such as `// domain: ...` above the targets starts a layer; layers are listed from the
/// bottom to the top.
struct LayerTable {
  /// A target as the manifest declares it.
  struct Target: Equatable {
    let name: String
    let layer: Int
    let dependencies: [String]
    /// Modules of other packages that the target may import.
    let products: [String]
  }

  /// The layers' names, bottom first.
  private(set) var layers: [String] = []
  /// The targets in manifest order, test targets left out.
  private(set) var targets: [Target] = []

  /// The one target of its layer that its siblings may use: it lies below both of its users.
  static let sharedSibling = "Transformer"

  /// Reads the manifest's text.
  init(manifest: String) {
    var layer = -1
    var pending: String?
    for line in manifest.split(separator: "\n") {
      if line.contains("// One test target") { break }
      if let name = line.firstMatch(of: /^ {4}\/\/ (\w+):\s/)?.1 {
        layers.append(String(name))
        layer += 1
      } else if layer >= 0, line.contains(/^ {4}\.(target|executableTarget|systemLibrary)\(/) {
        pending = ""
      }
      guard var text = pending else { continue }
      text += line + "\n"
      pending = text
      guard Self.isBalanced(text) else { continue }
      add(text, layer: layer)
      pending = nil
    }
  }

  /// The target called `name`.
  subscript(name: String) -> Target? {
    targets.first { $0.name == name }
  }

  /// Dependencies that do not point down.
  var wrongDependencies: [String] {
    targets.flatMap { target in
      target.dependencies.compactMap { name -> String? in
        guard let other = self[name] else { return "\(target.name) uses \(name), not a target" }
        if other.layer < target.layer { return nil }
        if other.layer == target.layer, name == Self.sharedSibling, target.name != name {
          return nil
        }
        return "\(target.name) (\(layers[target.layer])) uses \(name) (\(layers[other.layer]))"
      }
    }
  }

  /// Imports of a file that its target does not declare, or that do not point down.
  func wrongImports(of file: SourceFile) -> [Finding] {
    guard let target = self[file.target] else {
      return [Finding(path: file.path, line: 1, what: "\(file.target) is not a target")]
    }
    return file.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.contains("import ") }
      .compactMap { index, line in
        let form =
          /^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|private)\s+)?import\s+(?:(?:struct|class|enum|func|protocol|typealias|var|let)\s+)?(\w+)/
        guard let module = line.firstMatch(of: form)?.1, !isAllowed(String(module), in: target)
        else { return nil }
        return Finding(
          path: file.path, line: index + 1,
          what: "\(target.name) imports \(module), which it does not declare")
      }
  }

  /// Modules that come with the toolchain.
  static let toolchain: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Synchronization",
    "Dispatch", "RegexBuilder",
  ]

  private func isAllowed(_ module: String, in target: Target) -> Bool {
    target.dependencies.contains(module) || target.products.contains(module)
      || Self.toolchain.contains(module)
  }

  private mutating func add(_ text: String, layer: Int) {
    guard let name = text.firstMatch(of: /name: "(\w+)"/)?.1 else { return }
    let products = text.matches(of: /\.product\(name: "(\w+)"/).map { String($0.1) }
    let list = text.firstMatch(of: /dependencies: \[((?:[^\[\]])*)\]/)?.1 ?? ""
    let own = list.replacing(/\.product\([^)]*\)/, with: "")
    targets.append(
      Target(
        name: String(name), layer: layer,
        dependencies: own.matches(of: /"(\w+)"/).map { String($0.1) }, products: products))
  }

  private static func isBalanced(_ text: String) -> Bool {
    text.count { $0 == "(" } == text.count { $0 == ")" }
  }
}
