import Records
import Testing

@testable import Exports

struct StemTests {
  @Test func `each consumer cuts names in its own way`() {
    for (key, path, name) in [
      ("a.jpg", "a", "a"), ("x/a.jpg", "a", "a"), ("a.b.jpg", "a", "a"),
      ("v1.0/a.jpg", "v1", "a"), ("x/.a.jpg", "", ""), ("a", "a", "a"), ("x.y/z/b.c", "x", "b"),
    ] {
      let stems = [StemRule.beforeFirstDotOfPath, .beforeFirstDotOfName].map {
        String(decoding: $0.stem(of: ImageKey(key)), as: UTF8.self)
      }
      #expect(stems == [path, name], "\(key)")
    }
  }

  @Test func `a second image of one stem is refused with both rules' reason`() throws {
    var register = StemRegister(.beforeFirstDotOfPath, .flat)
    var report = ExportReport(format: "rkd")
    #expect(try register.name(of: ImageKey("x/a.jpg"), &report) == "a")
    #expect(
      throws: ExportError.sameStem(
        stem: "a", key: "y/a.png", rule: StemRule.beforeFirstDotOfPath.rawValue)
    ) { try register.name(of: ImageKey("y/a.png"), &report) }
    #expect(report.notes.isEmpty)
  }

  @Test func `names that are cut or cannot be named are counted`() throws {
    var register = StemRegister(.beforeFirstDotOfName, .synset)
    var report = ExportReport(format: "region-pth")
    #expect(try register.name(of: ImageKey("n01_7.v2.jpg"), &report) == "n01/n01_7")
    #expect(try register.name(of: ImageKey(".jpg"), &report) == nil)
    #expect(try register.name(of: ImageKey(bytes: [0xFF, 0x2E, 0x6A]), &report) == nil)
    #expect(report.notes.values.sorted() == [1, 1, 1])
  }
}
