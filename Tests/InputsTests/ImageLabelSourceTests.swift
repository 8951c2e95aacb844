import Foundation
import Records
import Testing

@testable import Inputs

struct ImageLabelSourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func images(_ keys: String...) -> [InputImage] {
    keys.enumerated().map {
      InputImage(key: ImageKey($1), imageID: UInt64($0), captions: ["a caption"])
    }
  }

  private func labels(_ source: ImageLabelSource, _ images: [InputImage]) throws -> (
    labels: [[String]], report: ImageLabelReport
  ) {
    var images = images
    let report = try source.add(to: &images)
    #expect(images.allSatisfy { $0.captions == ["a caption"] })
    return (images.map(\.labels), report)
  }

  @Test func `an image's first folder is its class, by a list of names where there is one`() throws
  {
    let listed = images("n01/1.jpg", "n02/deep/2.jpg", "3.jpg")
    let plain = try labels(ImageLabelSource(usesFolders: true), listed)
    #expect(plain.labels == [["n01"], ["n02"], []])
    #expect(plain.report.unlabelled == 1 && plain.report.classes == ["n01": 1, "n02": 1])
    let names = try folder.write(Array("n01\ttabby cat\n".utf8), to: "names.txt")
    #expect(
      try labels(ImageLabelSource(usesFolders: true, names: names), listed).labels
        == [["tabby cat"], ["n02"], []])
    let broken = try folder.write(Array("n01\n".utf8), to: "broken.txt")
    #expect(throws: InputError.self) {
      try labels(ImageLabelSource(usesFolders: true, names: broken), listed)
    }
  }

  @Test(
    arguments: [
      ("a.csv", "image,label\na.jpg,dog\na.jpg,\"polo, shirt\"\nb.jpg,dog\na.jpg,dog\nz.jpg,cat\n"),
      ("a.tsv", "file_name\tclass\na.jpg\tdog\na.jpg\tpolo, shirt\nb.jpg\tdog\nz.jpg\tcat\n"),
      (
        "a.jsonl",
        """
        {"image":"a.jpg","labels":["dog","polo, shirt"]}
        {"image":"b.jpg","label":"dog"}
        {"image":"z.jpg","labels":["cat"]}

        """
      ),
      (
        "a.json",
        """
        [{"image":"a.jpg","labels":["dog","polo, shirt","dog"]},{"image":"b.jpg","label":"dog"},
        {"image":"z.jpg","label":"cat"}]
        """
      ),
    ])
  func `a file has images and their classes`(name: String, text: String) throws {
    let path = try folder.write(Array(text.utf8), to: name)
    let found = try labels(ImageLabelSource(file: path), images("a.jpg", "b.jpg", "c.jpg"))
    #expect(found.labels == [["dog", "polo, shirt"], ["dog"], []])
    #expect(found.report.withoutImage == 1 && found.report.unlabelled == 1)
    #expect(found.report.classes == ["dog": 2, "polo, shirt": 1] && found.report.labels == 3)
  }

  @Test func `a file of other images, or without classes, is an error that says so`() throws {
    let other = try folder.write(Array("image,label\nz.jpg,dog\n".utf8), to: "other.csv")
    #expect(throws: InputError.self) { try labels(ImageLabelSource(file: other), images("a.jpg")) }
    let column = try folder.write(Array("image,lable\na.jpg,dog\n".utf8), to: "column.csv")
    do {
      _ = try labels(ImageLabelSource(file: column), images("a.jpg"))
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains("'lable'") && "\(error)".contains("did you mean"))
    }
  }

  @Test func `classes are base or novel by lists`() throws {
    let base = try folder.write(Array("# facts\ncat\nTraffic Light\n".utf8), to: "base.txt")
    let novel = try folder.write(Array("[\"bow_(weapon)\", \"dog\", \"zorb\"]".utf8), to: "n.json")
    var categories = ["cat", "traffic_light", "bow_(weapon)", "dog", "tree"].enumerated().map {
      Category(id: $0, name: $1)
    }
    #expect(try ClassSplit(base: base, novel: novel).apply(to: &categories) == ["zorb"])
    #expect(categories.map(\.split) == ["base", "base", "novel", "novel", nil])
    _ = try ClassSplit(base: nil, novel: novel).apply(to: &categories)
    #expect(categories.map(\.split) == ["base", "base", "novel", "novel", "base"])
    _ = try ClassSplit(base: base, novel: nil).apply(to: &categories)
    #expect(categories.map(\.split) == ["base", "base", "novel", "novel", "novel"])
    #expect(throws: InputError.self) { try ClassSplit(base: base, novel: base) }
  }

  /// LVIS' names that are the same but for their brackets.
  static let homographs = [
    ("bow_(weapon)", "bow_(decorative_ribbons)"), ("pan_(for_cooking)", "pan_(metal_container)"),
    ("salmon_(fish)", "salmon_(food)"), ("fish", "fish_(food)"),
    ("octopus_(food)", "octopus_(animal)"),
  ]

  @Test(arguments: homographs, [false, true])
  func `LVIS' homographs are classes of their own`(pair: (String, String), isSwapped: Bool) throws {
    let (first, second) = isSwapped ? (pair.1, pair.0) : pair
    let base = try folder.write(Array("\(first)\n".utf8), to: "base.txt")
    let novel = try folder.write(Array("\(second.uppercased())\n".utf8), to: "novel.txt")
    for (lists, splits) in [
      ((base, novel), ["base", "novel"]), ((base, nil), ["base", "novel"]),
      ((nil, novel), ["base", "novel"]),
    ] as [((String?, String?), [String])] {
      var categories = [Category(id: 1, name: first), Category(id: 2, name: second)]
      #expect(try ClassSplit(base: lists.0, novel: lists.1).apply(to: &categories) == [])
      #expect(categories.map(\.split) == splits)
    }
  }

  @Test func `a listed name without brackets is that of all who have it before theirs`() throws {
    let novel = try folder.write(Array("bow\nfish\npan (for cooking)\n".utf8), to: "novel.txt")
    var categories = [
      "bow_(weapon)", "Bow_(decorative_ribbons)", "fish", "fish_(food)", "pan_(metal_container)",
    ].enumerated().map { Category(id: $0, name: $1) }
    let unmet = try ClassSplit(base: nil, novel: novel).apply(to: &categories)
    #expect(unmet == ["pan (for cooking)"])
    #expect(categories.map(\.split) == ["novel", "novel", "novel", "base", "base"])
  }
}
