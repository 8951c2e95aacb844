import Foundation
import Testing

/// What the pages name exists.
struct DocumentationTests {
  let repository: Repository

  init() throws {
    repository = try Repository()
  }

  var pages: [SourceFile] { repository.files.filter { $0.path.hasSuffix(".md") } }

  @Test func `there is a README with the two commands`() throws {
    let readme = try #require(repository.file("README.md"))
    #expect(Self.commands(in: readme).isSuperset(of: ["scripts/quickstart", "scripts/test"]))
  }

  @Test func `every script that a page names exists and can be run`() {
    for page in pages {
      for command in Self.commands(in: page) {
        #expect(isExecutable(command), "\(page.path) names \(command)")
      }
    }
    #expect(isExecutable("scripts/check"))
    #expect(isExecutable(".ci/run"))
  }

  @Test func `every subcommand that a page names exists`() {
    let sources = repository.sources.filter { $0.target == "pseudobox" }
    let tool = sources.map(\.text).joined(separator: "\n")
    for page in pages {
      for name in Self.subcommands(in: page) {
        let type = name.split(separator: "-").map(\.capitalized).joined()
        let isThere =
          tool.contains("commandName: \"\(name)\"") || tool.contains("struct \(type): ")
        #expect(isThere, "\(page.path) names pseudobox \(name)")
      }
    }
  }

  @Test func `every pipeline that a page names exists, and every pipeline is named in a page`() {
    let named = pages.flatMap { page in
      page.text.matches(of: /pipelines\/[\w.\/-]+\.yaml/).map { String($0.0) }
    }
    for path in named { #expect(repository.file(path) != nil, "\(path)") }
    let pipelines = repository.files.map(\.path).filter {
      $0.hasPrefix("pipelines/") && $0.hasSuffix(".yaml")
    }
    #expect(!pipelines.isEmpty)
    #expect(pipelines.filter { !named.contains($0) } == [])
  }

  @Test func `every link to a file leads somewhere`() {
    for page in pages {
      let folder = Repository.root.appending(path: page.path).deletingLastPathComponent()
      for match in page.text.matches(of: /\]\(([^)#\s]+)(?:#[^)]*)?\)/) {
        let link = String(match.1)
        if link.contains("://") || link.hasPrefix("mailto:") { continue }
        let path = folder.appending(path: link).path
        #expect(FileManager.default.fileExists(atPath: path), "\(page.path) links to \(link)")
      }
    }
  }

  @Test func `commands are found in text and blocks`() {
    let page = SourceFile(
      path: "A.md",
      text:
        "Run `scripts/run --fast`, or\n\n    pseudobox go x.yaml\n\n$ pseudobox half-way --now\n")
    #expect(Self.commands(in: page) == ["scripts/run"])
    #expect(Self.subcommands(in: page) == ["go", "half-way"])
  }

  // Scripts of the top level of `scripts`: what is below belongs to Python packages.
  static func commands(in page: SourceFile) -> Set<String> {
    Set(
      page.text.matches(of: /(?:^|[\s`(])((?:scripts|\.ci)\/[\w-]+(?:\.\w+)?)(?=[\s`),.;:]|$)/)
        .map { String($0.1) }
        .filter { !isFolder($0) })
  }

  static func subcommands(in page: SourceFile) -> Set<String> {
    Set(page.text.matches(of: /(?:\n|`|\$ |\/)\s*pseudobox ([a-z][a-z-]+)/).map { String($0.1) })
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let full = Repository.root.appending(path: path).path
    return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: Repository.root.appending(path: path).path)
  }
}
