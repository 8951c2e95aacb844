import Foundation
import Records
import Testing

@testable import Inputs

struct InputListTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func captions(_ text: String, _ name: String = "c.tsv") throws -> CaptionSource {
    try CaptionSource(path: try folder.write(text, to: name))
  }

  private func images(_ names: String...) throws -> ImageSource {
    for name in names { try folder.write([0xff], to: "images/" + name) }
    return .folder(path: folder.path + "/images")
  }

  @Test func `a folder is walked in byte order and joined with its captions`() throws {
    let source = try images(
      "b.jpg", "a/z.JPEG", "a.jpg", "é.jpg", "note.txt", ".hidden.jpg", "B.jpg")
    let list = try InputList.read(
      images: source, captions: [captions("b.jpg\tone\nz.jpg\tlost\nb.jpg\ttwo\na/z.JPEG\tthree\n")]
    )
    #expect(
      list.images.map(\.key.description) == ["B.jpg", "a.jpg", "a/z.JPEG", "b.jpg", "é.jpg"])
    #expect(list.images.map(\.captions) == [[], [], ["three"], ["one", "two"], []])
    #expect(list.images.map(\.imageID) == [0, 1, 2, 3, 4])
    #expect(list.report.images == 5)
    #expect(list.report.captions == 4)
    #expect(list.report.captionsUsed == 3)
    #expect(list.report.captionsWithoutImage == 1)
    #expect(list.report.imagesWithoutCaptions == 3)
    #expect(list.report.otherFiles == 1)
    #expect(list.report.usesOrdinals)
  }

  @Test func `links below the root are counted and not followed`() throws {
    let source = try images("a.jpg", "sub/b.jpg")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: folder.path + "/images/loop", withDestinationPath: folder.path + "/images")
    try manager.createSymbolicLink(
      atPath: folder.path + "/images/link.jpg", withDestinationPath: "a.jpg")
    let list = try InputList.read(images: source, captions: [])
    #expect(list.images.map(\.key.description) == ["a.jpg", "sub/b.jpg"])
    #expect(list.report.links == 2)
  }

  @Test func `COCO's ids are kept, also when the list is a folder`() throws {
    let text = """
      {"images": [{"id": 70, "file_name": "b.jpg"}, {"id": 3, "file_name": "a.jpg"},
       {"id": 9, "file_name": "b.jpg"}],
       "annotations": [{"image_id": 70, "caption": "x"}, {"image_id": 9, "caption": "y"}]}
      """
    let source = try captions(text, "c.json")
    let fromFile = try InputList.read(images: nil, captions: [source])
    #expect(fromFile.images.map(\.imageID) == [3, 70])
    #expect(fromFile.images.map(\.captions) == [[], ["x", "y"]])
    #expect(fromFile.report.duplicateImages == 1)
    #expect(!fromFile.report.usesOrdinals)
    let fromFolder = try InputList.read(
      images: try images("a.jpg", "b.jpg"), captions: [source])
    #expect(fromFolder.images.map(\.imageID) == [3, 70])
    let fromList = try InputList.read(images: .coco(path: source.path), captions: [])
    #expect(fromList.images.map(\.imageID) == [3, 70])
  }

  @Test func `files that do not fit together are refused`() throws {
    let source = try images("a.jpg")
    #expect {
      try InputList.read(images: source, captions: [captions("x/a.jpg\tdog\n")])
    } throws: { "\($0)".contains("names 'x/a.jpg', the first image is 'a.jpg'") }
    try FileManager.default.createDirectory(
      atPath: folder.path + "/none", withIntermediateDirectories: true)
    #expect(throws: InputError.noImages(path: folder.path + "/none")) {
      try InputList.read(images: .folder(path: folder.path + "/none"), captions: [])
    }
    try folder.write("x", to: "odd/note.txt")
    for name in ["a.jpg", "b.jpg"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/odd/\(name)", withDestinationPath: "../\(name)")
    }
    #expect {
      try FrozenList.read(
        FrozenListSources(images: .folder(path: folder.path + "/odd")), scratch: folder.path,
        path: "list")
    } throws: { error in
      error as? InputError
        == .noImages(path: folder.path + "/odd", links: 2, otherFiles: 1)
        && "\(error)".contains("found 2 symbolic links and 1 other files")
    }
    #expect(throws: InputError.missing(path: folder.path + "/gone")) {
      try InputList.read(images: .folder(path: folder.path + "/gone"), captions: [])
    }
  }

  @Test func `reports add up`() {
    var generator = SystemRandomNumberGenerator()
    func report() -> InputReport {
      var report = InputReport()
      report.images = Int.random(in: 0..<9, using: &generator)
      report.captions = Int.random(in: 0..<9, using: &generator)
      for number in 0..<Int.random(in: 0..<30, using: &generator) {
        report.reject(Rejection(.emptyCaption, "\(number)"))
      }
      return report
    }
    let (a, b, c) = (report(), report(), report())
    #expect((a + b) + c == a + (b + c))
    #expect((a + b).samples.count <= InputReport.samplesMax)
    #expect(a + InputReport() == a)
  }

  @Test func `keys that Unicode calls equal stay two images`() throws {
    let list = try InputList.read(
      images: nil, captions: [captions("e\u{301}.jpg\tone\n\u{e9}.jpg\ttwo\n")])
    #expect(list.images.count == 2)
    #expect(list.images.map(\.captions) == [["one"], ["two"]])
  }
}
