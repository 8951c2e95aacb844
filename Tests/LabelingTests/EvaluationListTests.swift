import Foundation
import Inputs
import Labeling
import Records
import Testing

struct EvaluationListTests {
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "list-\(UUID().uuidString)")

    init(_ list: String) throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data(list.utf8).write(to: url.appending(path: "list.txt"))
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  @Test func `Paths are read as people write them`() throws {
    let folder = try Folder(
      "# images of the test\r\n  a.jpg \n./b/../c.jpg\t\n\n/data/./x/../y.jpg\n/../z.jpg")
    let list = try EvaluationList(path: folder.url.appending(path: "list.txt").path)
    let beside = String(folder.url.path.dropFirst())
    #expect(list.folder == "/")
    #expect(
      list.keys.map(\.description) == [
        "\(beside)/a.jpg", "\(beside)/c.jpg", "data/y.jpg", "z.jpg",
      ])
  }

  @Test(arguments: ["", "\n \n", "# nothing"])
  func `A list that names no image is an error`(text: String) throws {
    let folder = try Folder(text)
    #expect(throws: InputError.self) {
      try EvaluationList(path: folder.url.appending(path: "list.txt").path)
    }
    #expect(throws: (any Error).self) { try EvaluationList(path: folder.url.path) }
    #expect(throws: InputError.self) { try EvaluationList(path: "\(folder.url.path)/lost") }
  }
}
