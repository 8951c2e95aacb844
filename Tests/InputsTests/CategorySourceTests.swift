import Foundation
import Records
import Testing

@testable import Inputs

struct CategorySourceTests {
  private func read(_ json: String) throws -> CategorySource.Contents {
    let path = FileManager.default.temporaryDirectory.path + "/categories-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(json.utf8).write(to: URL(fileURLWithPath: path))
    let contents = try CategorySource(path: path).contents()
    #expect(try CategorySource(path: path).read() == contents.categories)
    return contents
  }

  private static let categories = #"[{"id": 2, "name": "dog"}, {"id": 1, "name": "cat"}]"#

  @Test func `COCO lists images by name, LVIS by address, a bare list none`() throws {
    let coco = try read(
      """
      {"images": [{"id": 139, "file_name": "a.jpg", "license": 3}, {"file_name": "b.jpg"},
        {"id": null, "file_name": "c.jpg"}, {"id": 7}, 5],
       "annotations": [{"id": 1}], "categories": \(Self.categories)}
      """)
    #expect(coco.categories.map(\.id) == [1, 2])
    #expect(coco.imageIDs == [ImageKey("a.jpg"): 139])
    let lvis = try read(
      """
      {"categories": \(Self.categories),
       "images": [{"id": 9, "coco_url": "http://example.org/val2017/9.jpg"}]}
      """)
    #expect(lvis.imageIDs == [ImageKey("9.jpg"): 9, ImageKey("val2017/9.jpg"): 9])
    for json in [Self.categories, "{\"images\": null, \"categories\": \(Self.categories)}"] {
      let bare = try read(json)
      #expect(bare.categories.count == 2 && bare.imageIDs.isEmpty)
    }
    #expect(throws: InputError.self) { try read("{\"images\": []}") }
  }
}
