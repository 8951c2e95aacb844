import Testing

/// Each rule finds what it is there for, and nothing else.
struct TidyRuleTests {
  func swift(_ text: String, _ path: String = "Sources/CLIP/Thing.swift") -> SourceFile {
    SourceFile(path: path, text: text)
  }

  @Test func `comments and strings are not code`() {
    let text = """
      let a = "unsafe \\" unsafe" // unsafe
      /* unsafe
         unsafe */ let b = #"unsafe " unsafe"#
      let c = \"\"\"
        unsafe " unsafe
        \"\"\"
      let d = 1
      """
    let code = swift(text).code
    #expect(!code.contains("unsafe"))
    #expect(code.split(separator: "\n", omittingEmptySubsequences: false).count == 7)
    #expect(code.hasSuffix("let d = 1"))
  }

  @Test func `a long file is found`() {
    #expect(TidyRule.fileLength(swift(String(repeating: "x\n", count: 500))).isEmpty)
    #expect(TidyRule.fileLength(swift(String(repeating: "x\n", count: 501))).count == 1)
  }

  @Test(arguments: [
    ("func f() {", 70), ("init(\n    a: Int\n  ) {", 68), ("func g<T>(_ t: T) {", 70),
  ])
  func `a long function is found`(_ head: String, _ fitting: Int) {
    func text(_ count: Int) -> String {
      "struct S {\n  \(head)\n" + String(repeating: "    x()\n", count: count - 2) + "  }\n}\n"
    }
    #expect(TidyRule.functionLength(swift(text(fitting))).isEmpty)
    #expect(TidyRule.functionLength(swift(text(fitting + 1))).map(\.line) == [2])
  }

  @Test(arguments: [
    "Sources/CLIP/CLIPUtils.swift", "Sources/Core/Thing.swift", "Sources/CLIP/Helpers/Thing.swift",
    "scripts/common.py", "Tests/CLIPTests/RunManager.swift",
  ])
  func `a vague path is found`(_ path: String) {
    #expect(TidyRule.vagueName(swift("", path)).count == 1)
  }

  @Test func `a vague type is found and a telling one is not`() {
    #expect(TidyRule.vagueName(swift("struct JSONHelper {}\n// enum Utils\n")).count == 1)
    #expect(TidyRule.vagueName(swift("struct Score {}\nenum CommonlyUsed {}")).isEmpty)
  }

  @Test(arguments: [
    "unsafe a()", "final class A: @unchecked Sendable {}", "try! a()", "nonisolated(unsafe) var a",
    "func f(_ p: UnsafePointer<Int>)", "let a = b as! C",
  ])
  func `unsafe code is found outside the native layer`(_ code: String) {
    #expect(TidyRule.unsafeCode(swift(code)).count == 1)
    #expect(TidyRule.unsafeCode(swift(code, "Tests/CLIPTests/A.swift")).count == 1)
    #expect(TidyRule.unsafeCode(swift(code, "Sources/Kernels/A.swift")).isEmpty)
    #expect(TidyRule.unsafeCode(swift(code, "Sources/Codecs/A/B.swift")).isEmpty)
    #expect(TidyRule.unsafeCode(swift("let safe = \"\(code)\"")).isEmpty)
  }

  @Test func `a file that declares types but not that of its name is found`() {
    #expect(TidyRule.fileName(swift("struct Other {}")).count == 1)
    #expect(TidyRule.fileName(swift("public final class Other {}\n// struct Thing")).count == 1)
    #expect(TidyRule.fileName(swift("struct Other {}\n@frozen public enum Thing {}")).isEmpty)
    #expect(TidyRule.fileName(swift("extension A { struct Other {} }")).isEmpty)
    #expect(TidyRule.fileName(swift("struct Other {}", "Sources/CLIP/Thing+B.swift")).isEmpty)
  }

  @Test func `a mention of the workplace is found`() {
    #expect(TidyRule.workplace(swift("// see /wo" + "rk/shared")).count == 1)
    #expect(TidyRule.workplace(swift("// network/shared")).isEmpty)
  }

  static let manifest = """
      targets: [
        // values: the nouns.
        .target(name: "Records"),

        // native: unsafe.
        .target(
          name: "Kernels",
          dependencies: [
            "Records", .product(name: "Crypto", package: "swift-crypto"),
          ]),
        // domain: siblings.
        .target(name: "Transformer", dependencies: ["Records"]),
        .target(name: "CLIP", dependencies: ["Kernels", "Transformer"]),
        .executableTarget(name: "Concepts", dependencies: ["CLIP"]),
      ]
    // One test target for each
        .target(name: "Never"),
    """

  @Test func `the manifest's layers and dependencies are read`() {
    let table = LayerTable(manifest: Self.manifest)
    #expect(table.layers == ["values", "native", "domain"])
    #expect(table.targets.map(\.name) == ["Records", "Kernels", "Transformer", "CLIP", "Concepts"])
    #expect(
      table["Kernels"]
        == .init(name: "Kernels", layer: 1, dependencies: ["Records"], products: ["Crypto"]))
    #expect(table.wrongDependencies == ["Concepts (domain) uses CLIP (domain)"])
  }

  @Test(arguments: [
    ("import Kernels", 0), ("public import Transformer", 0), ("internal import Foundation", 0),
    ("@testable import Records", 1), ("import Concepts", 1), ("import Crypto", 1),
    ("@preconcurrency import struct Records.Box", 1), ("// import Concepts", 0),
  ])
  func `an import that is not declared is found`(_ line: String, _ count: Int) {
    let table = LayerTable(manifest: Self.manifest)
    #expect(table.wrongImports(of: swift(line)).count == count)
    #expect(table.wrongImports(of: swift(line, "Sources/Nowhere/A.swift")).count == 1)
  }
}
