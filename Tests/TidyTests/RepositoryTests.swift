import Foundation
import Testing

/// The rules of tidiness, applied to the repository as it is.
struct RepositoryTests {
  let repository: Repository
  let layers: LayerTable

  init() throws {
    repository = try Repository()
    layers = LayerTable(manifest: try #require(repository.file("Package.swift")).text)
  }

  @Test func `the repository was found and read`() {
    #expect(repository.sources.count > 50)
    #expect(repository.file("Tests/TidyTests/RepositoryTests.swift") != nil)
    #expect(layers.layers.count == 7)
    #expect(layers.targets.count > 10)
  }

  @Test func `files are short`() {
    check(repository.swift, TidyRule.fileLength)
    let long = repository.sources.filter { $0.lines.count > 300 }
    for file in long {
      print("long file, split it when it grows: \(file.path) \(file.lines.count)")
    }
  }

  @Test func `functions are short`() {
    check(repository.sources, TidyRule.functionLength)
  }

  @Test func `names say what is inside`() {
    check(repository.files, TidyRule.vagueName)
  }

  @Test func `unsafe code is only in the native layer`() {
    check(repository.sources, TidyRule.unsafeCode)
  }

  @Test func `files are named after their types`() {
    check(repository.sources, TidyRule.fileName)
  }

  @Test func `the repository does not know where it was written`() {
    check(repository.files, TidyRule.workplace)
  }

  @Test func `dependencies point down and siblings never meet`() {
    #expect(layers.wrongDependencies == [])
  }

  @Test func `imports are declared`() {
    check(repository.sources, layers.wrongImports)
  }

  @Test func `every folder of Sources is a target and every target has a folder`() throws {
    let entries = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources").path)
    #expect(Set(entries) == Set(layers.targets.map(\.name) + ["README.md"]))
  }

  @Test func `the top level holds what it is meant to hold`() {
    let allowed: Set = [
      "Package.swift", "Sources", "Tests", "pipelines", "schemas", "scripts", "README.md",
      "LICENSE", "CHANGELOG.md",
    ]
    #expect(repository.topLevel.filter { !$0.hasPrefix(".") && !allowed.contains($0) } == [])
    #expect(allowed.isSubset(of: repository.topLevel))
  }

  private func check(_ files: [SourceFile], _ rule: (SourceFile) -> [Finding]) {
    let findings = files.flatMap(rule)
    #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
  }
}
