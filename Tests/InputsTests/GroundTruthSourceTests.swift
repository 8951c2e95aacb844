import Foundation
import Records
import Testing

@testable import Inputs

struct GroundTruthSourceTests {
  private func read(_ annotations: String) throws -> (truth: GroundTruth, report: InputReport) {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      {"images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 50},
                  {"id": 2, "file_name": "b.jpg"}],
       "categories": [{"id": 7, "name": "dog", "synonyms": ["dog", "puppy"], "split": "novel"},
                      {"id": 3, "name": "cat", "supercategory": "animal", "split": null}],
       "annotations": [\(annotations)]}
      """, to: "instances.json")
    let read = try GroundTruthSource(path: path).read()
    #expect(read.ids == [ImageKey("a.jpg"): 1, ImageKey("b.jpg"): 2])
    return (read.truth, read.report)
  }

  private func annotation(_ box: String, image: Int = 1, category: Int = 7) -> String {
    "{\"id\": 5, \"image_id\": \(image), \"category_id\": \(category), \"bbox\": \(box)}"
  }

  @Test func `boxes, crowds and categories are read`() throws {
    let (truth, report) = try read(
      annotation("[10, 20.5, 30, 40]") + """
        , {"image_id": 1, "category_id": 3, "bbox": [0, 0, 1, 1], "iscrowd": 1, "id": 6,
           "segmentation": {"counts": [1, 2], "size": [50, 100]}}
        """)
    #expect(
      truth.categories == [
        Category(id: 3, name: "cat"),
        Category(id: 7, name: "dog", synonyms: ["puppy"], split: "novel"),
      ])
    #expect(
      truth.boxes == [
        ImageKey("a.jpg"): [
          GroundTruthBox(
            box: Box(x1: 10, y1: 20.5, x2: 40, y2: 60.5), categoryID: 7, isCrowd: false),
          GroundTruthBox(box: Box(x1: 0, y1: 0, x2: 1, y2: 1), categoryID: 3, isCrowd: true),
        ],
        ImageKey("b.jpg"): [],
      ])
    #expect(report.boxes == 2)
    #expect(report.rejections.isEmpty)
  }

  @Test(
    arguments: [
      ("[1, 2, 3]", Rejection.Reason.invalidBox), ("[1, 2, 3, 4, 5]", .invalidBox),
      ("[1, 2, 0, 4]", .emptyBox), ("[1, 2, 3, -4]", .emptyBox), ("[100, 0, 5, 5]", .invalidBox),
      ("[-9, 0, 9, 5]", .invalidBox), ("[0, 50, 5, 5]", .invalidBox),
      ("[0, 0, 1e30, 5]", .invalidBox),
    ])
  func `bad boxes are counted and left out`(box: String, reason: Rejection.Reason) throws {
    let (truth, report) = try read(annotation(box) + "," + annotation("[0, 0, 5, 5]"))
    #expect(truth.boxes[ImageKey("a.jpg")]?.count == 1)
    #expect(report.rejections == [reason: 1])
    #expect(report.samples.first?.detail.contains("annotation 5 of a.jpg") == true)
  }

  @Test func `boxes over an edge stay, unknown images and categories do not`() throws {
    let (truth, report) = try read(
      [
        annotation("[90, 40, 30, 30]"), annotation("[0, 0, 5, 5]", image: 3),
        annotation("[0, 0, 5, 5]", category: 4), annotation("[900, 0, 5, 5]", image: 2),
      ].joined(separator: ","))
    #expect(truth.boxes.values.reduce(0) { $0 + $1.count } == 2)
    #expect(report.boxes == 4)
    #expect(report.boxesWithoutImage == 1)
    #expect(report.rejections == [.invalidBox: 1])
  }

  @Test func `captions are no ground truth`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("{\"images\": [], \"annotations\": []}", to: "c.json")
    #expect(throws: InputError.notInstances(path: path)) {
      try GroundTruthSource(path: path).read()
    }
  }

  private static let scenes = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "pipelines/bundled/scenes").path

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: scenes + "/instances.json"),
      "needs pipelines/bundled/scenes"))
  func `the bundled scenes are read without a rejection`() throws {
    let (truth, report, _) = try GroundTruthSource(path: Self.scenes + "/instances.json").read()
    let list = try InputList.read(
      images: .folder(path: Self.scenes + "/images"),
      captions: [CaptionSource(path: Self.scenes + "/captions.json")])
    #expect(Set(truth.boxes.keys) == Set(list.images.map(\.key)))
    #expect(Set(truth.categories.compactMap(\.split)) == ["base", "novel"])
    #expect(report.rejections.isEmpty)
    #expect(report.boxes == truth.boxes.values.reduce(0) { $0 + $1.count })
    #expect(!list.report.usesOrdinals)
    #expect(list.report.captionsUsed == list.report.captions)
  }
}
