import Codecs
import Foundation
import Records
import Testing

@testable import Inputs

struct FrozenListTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func all(_ list: FrozenList) throws -> [InputImage] {
    try list.images(in: 0..<list.count)
  }

  /// Images, captions and classes that name each other rightly, wrongly, twice and not at all.
  private func randomSources(
    _ generator: inout SeededGenerator, _ number: Int
  ) throws -> FrozenListSources {
    func name() -> String { "d\(Int.random(in: 0..<3, using: &generator))/\(id()).jpg" }
    func id() -> Int { Int.random(in: 0..<12, using: &generator) }
    func rows(_ count: Int, _ row: () -> String) -> String {
      (0..<count).map { _ in row() }.joined(separator: ",")
    }
    // Names are made of ids, so that no id has two names.
    let listed = rows(20) {
      let id = id()
      return #"{"id": \#(id), "file_name": "d\#(id % 3)/\#(id).jpg"}"#
    }
    let images = try folder.write(
      "{\"images\": [\(listed)], \"annotations\": []}", to: "\(number)/list.json")
    let known = rows(15) {
      let id = id()
      return #"{"id": \#(id), "file_name": "d\#(id % 3)/\#(id).jpg"}"#
    }
    let captions = rows(40) { #"{"image_id": \#(id()), "caption": "c\#(id()) \#(id())"}"# }
    let coco = try folder.write(
      "{\"annotations\": [\(captions)], \"images\": [\(known)]}", to: "\(number)/c.json")
    let karpathy = rows(10) {
      let place = id()
      return #"{"filepath": "d\#(place % 3)", "filename": "\#(place).jpg", "#
        + #""sentences": [{"raw": "k\#(id())"}]}"#
    }
    let split = try folder.write("{\"images\": [\(karpathy)]}", to: "\(number)/k.json")
    let table = try folder.write(
      (0..<30).map { _ in "\(name())\tt\(id())\n" }.joined(), to: "\(number)/t.tsv")
    let paths = try folder.write(
      "path\n" + (0..<20).map { _ in name() + "\n" }.joined(), to: "\(number)/paths.csv")
    let labels = try folder.write(
      "image,label\n" + (0..<20).map { _ in "\(name()),l\(id())\n" }.joined(),
      to: "\(number)/l.csv")
    let names = try folder.write("l1\tone\nd2\ttwo\n", to: "\(number)/names.tsv")
    let source: ImageSource =
      number % 3 == 0 ? .table(path: paths, format: .csv) : .coco(path: images)
    return FrozenListSources(
      images: source,
      captions: [
        try CaptionSource(path: coco), CaptionSource(path: split, format: .karpathy),
        try CaptionSource(path: table),
      ].shuffled(using: &generator),
      labels: ImageLabelSource(
        file: labels, usesFolders: number % 2 == 0, names: number % 4 < 2 ? names : nil))
  }

  @Test(arguments: [64, 1 << 20]) func `a frozen list is the list that is read into memory`(
    bytesMax: Int
  ) throws {
    var generator = SeededGenerator(seed: 11)
    var joined = 0
    for number in 0..<24 {
      let sources = try randomSources(&generator, number)
      let space = SortSpace(folder: folder.path + "/scratch", bytesMax: bytesMax)
      let frozen = try FrozenList.read(sources, in: space, path: "inputs.list")
      let list = try InputList.read(images: sources.images, captions: sources.captions)
      var images = list.images
      let classes = try sources.labels.add(to: &images)
      #expect(try all(frozen) == images, "case \(number)")
      #expect(frozen.facts.report == list.report, "case \(number)")
      #expect(frozen.facts.classes.classes == classes.classes)
      #expect(frozen.facts.classes.unlabelled == classes.unlabelled)
      #expect(frozen.facts.classes.withoutImage == classes.withoutImage)
      joined += list.report.captionsUsed
    }
    #expect(joined > 200)
  }

  @Test func `a published list is read in parts, and by name`() throws {
    let text = (0..<1500).map { "\($0 * 7919 % 1500).jpg\tcaption \($0)\n" }.joined()
    let captions = try CaptionSource(path: try folder.write(text, to: "c.tsv"))
    let sources = FrozenListSources(
      images: .table(path: captions.path, format: .tsv), captions: [captions])
    let path = folder.path + "/inputs.list"
    try FrozenList.read(sources, scratch: folder.path, path: path).publish(at: path)
    let list = try FrozenList(path: path)
    let images = try all(list)
    #expect(images.count == 1500 && images.map(\.key) == images.map(\.key).sorted())
    #expect(try list.check() == nil)
    for range in [0..<0, 0..<1, 255..<257, 256..<512, 300..<1300, 1499..<1500] {
      #expect(try list.images(in: range) == Array(images[range]))
    }
    for position in stride(from: 0, to: 1500, by: 37) {
      #expect(try list.image(named: images[position].key) == images[position])
    }
    for name in ["", "0.jp", "zzz", "5"] {
      #expect(try list.image(named: ImageKey(name)) == nil)
    }
  }

  @Test func `ids of the ground truth go to images that have no others`() throws {
    let table = try folder.write("a.jpg\tone\nb.jpg\ttwo\n", to: "t.tsv")
    func ids(_ images: String, captions: CaptionSource? = nil) throws -> [UInt64] {
      let truth = try folder.write(#"{"images": [\#(images)]}"#, to: "truth.json")
      let sources = FrozenListSources(
        images: .table(path: table, format: .tsv), captions: captions.map { [$0] } ?? [],
        ids: truth)
      return try all(FrozenList.read(sources, scratch: folder.path, path: "list")).map(\.imageID)
    }
    let image = { (name: String, id: Int) in #"{"file_name": "\#(name).jpg", "id": \#(id)}"# }
    #expect(try ids("\(image("b", 7)), \(image("a", 9)), \(image("c", 1))") == [9, 7])
    #expect(try ids(image("b", 7)) == [0, 1], "not all of them")
    #expect(try ids("\(image("b", 7)), \(image("a", 7))") == [0, 1], "not one each")
    let own = try folder.write(
      #"{"images": [\#(image("a", 3))], "annotations": [{"image_id": 3, "caption": "x", "id": 1}]}"#,
      to: "own.json")
    #expect(
      try ids("\(image("b", 7)), \(image("a", 9))", captions: CaptionSource(path: own)) == [3, 7])
  }

  @Test func `a change behind a link is seen`() throws {
    let real = try folder.write("a.jpg\tone\n", to: "real.tsv")
    let link = folder.path + "/link.tsv"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
    let stamp = try InputStamp(reading: link)
    #expect(stamp.bytes == 10)
    #expect(try stamp.change() == nil)
    try folder.write("a.jpg\ttwo\n", to: "real.tsv")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: real)
    #expect(try stamp.change() == "its contents differ")
    try FileManager.default.removeItem(atPath: real)
    #expect(try stamp.change() == "it is not there any more")
  }

  @Test func `a stop is heard while a file is read`() throws {
    struct Stop: Error {}
    let stop = { () throws -> Void in throw Stop() }
    let box = #"{"image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 2], "score": 1, "id": 1}"#
    let truth = try folder.write(
      #"{"annotations": [\#(box)], "images": [{"id": 1, "file_name": "a.jpg"}], "#
        + #""categories": [{"id": 1, "name": "cat"}]}"#, to: "truth.json")
    #expect(throws: Stop.self) { try GroundTruthSource(path: truth).read(check: stop) }
    let files = try [
      truth, folder.write("[\(box)]", to: "r.json"), folder.write("\(box)\n", to: "r.jsonl"),
      folder.write("image_id,x1,y1,x2,y2\n1,1,1,9,9\n", to: "r.csv"),
      folder.write("1 0.5 1 1 9 9\n", to: "mavl/1.txt"),
    ]
    let image = InputImage(key: ImageKey("1.jpg"), imageID: 1)
    for path in files.dropLast() + [folder.path + "/mavl"] {
      #expect(throws: Stop.self, "\(path)") {
        try ProposalFileSource(path: path)
          .read(for: [image], hasIDs: true, scratch: folder.path, check: stop)
      }
    }
    let table = try folder.write("a\tYQ==\n", to: "t.tsv")
    let archive = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden/inputs/pax.tar").path
    for (check, path) in [(.contents, table), (.lines, table), (.members, archive)]
      as [(InputStamp.Check, String)]
    {
      let stamp = InputStamp(path: path, bytes: 0, modified: 0, check: check, digest: "")
      #expect(throws: Stop.self, "\(check)") { try stamp.change(stop) }
    }
  }

  @Test(arguments: [
    ("c.txt", "a dog\na cat\n"), ("c.tsv", "a dog\n"), ("c.jsonl", "{\"caption\": \"a dog\"}\n"),
    ("c.json", "[{\"caption\": \"a dog\"}]"),
  ]) func `captions that do not say whose they are make no list`(
    name: String, text: String
  ) throws {
    let captions = try CaptionSource(path: try folder.write(text, to: name))
    let images = try folder.write("a.jpg\n", to: "images.txt")
    let sources = FrozenListSources(
      images: .table(path: images, format: .text), captions: [captions])
    #expect {
      try FrozenList.read(sources, scratch: folder.path, path: "list")
    } throws: { error in
      error as? InputError
        == .captionsWithoutImages(path: captions.path, example: "a dog")
        && "\(error)".contains("concepts.corpus")
    }
  }

  @Test func `a list whose digests are others' is told`() throws {
    let captions = try CaptionSource(path: try folder.write("a.jpg\tone\n", to: "c.tsv"))
    let sources = FrozenListSources(
      images: .table(path: captions.path, format: .tsv), captions: [captions])
    let good = try FrozenList.read(sources, scratch: folder.path, path: "list")
    for (caption, key, found) in [
      ("one", "a.jpg", nil), ("two", "a.jpg", "its captions have another digest"),
      ("one", "b.jpg", "its names and ids have another digest"),
    ] {
      var writer = FrozenListWriter(scratch: folder.path)
      try writer.append(InputImage(key: ImageKey(key), imageID: 0, captions: [caption]))
      #expect(try writer.finish(good.facts, path: "list").check() == found)
    }
  }

  @Test func `every byte of a list is under a checksum`() throws {
    let captions = try CaptionSource(
      path: try folder.write("a.jpg\tone\nb.jpg\ttwo\n", to: "c.tsv"))
    let sources = FrozenListSources(
      images: .table(path: captions.path, format: .tsv), captions: [captions])
    let path = folder.path + "/inputs.list"
    let list = try FrozenList.read(sources, scratch: folder.path, path: path)
    try list.publish(at: path)
    let images = try all(list)
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x10
      let found = try? all(try FrozenList(.memory(damaged), path: path))
      // A bit of a frame's header may mean nothing; other images are never read.
      #expect(found == nil || found == images, "byte \(place) of \(bytes.count)")
    }
    for count in 0..<bytes.count {
      #expect(throws: (any Error).self, "\(count) bytes") {
        try all(FrozenList(.memory(Array(bytes[..<count])), path: path))
      }
    }
  }

  @Test func `a stamp tells a changed file from a touched one`() throws {
    let path = try folder.write("a.jpg\tone\n", to: "c.tsv")
    let stamp = try InputStamp(reading: path)
    #expect(try stamp.change() == nil)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
    #expect(try stamp.change() == nil, "the same contents")
    try folder.write("a.jpg\ttwo\n", to: "c.tsv")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 2)], ofItemAtPath: path)
    #expect(try stamp.change() == "its contents differ")
    try folder.write("a.jpg\tmore\n", to: "c.tsv")
    #expect(try stamp.change() == "it had 10 bytes, now it has 11")
    try FileManager.default.removeItem(atPath: path)
    #expect(try stamp.change() == "it is not there any more")
  }

  @Test func `a folder whose names changed is noticed, whatever their order`() throws {
    for name in ["b.jpg", "a/c.png", "d.JPEG"] { try folder.write([1], to: "images/" + name) }
    let source = ImageSource.folder(path: folder.path + "/images")
    let list = try FrozenList.read(
      FrozenListSources(images: source), scratch: folder.path, path: "inputs.list")
    #expect(try source.isUnchanged(since: list.facts.stamps))
    try folder.write([1], to: "images/e.jpg")
    #expect(try !source.isUnchanged(since: list.facts.stamps))
    try FileManager.default.removeItem(atPath: folder.path + "/images/b.jpg")
    #expect(try !source.isUnchanged(since: list.facts.stamps), "one gone, one new")
    try FileManager.default.moveItem(
      atPath: folder.path + "/images/e.jpg", toPath: folder.path + "/images/b.jpg")
    #expect(try source.isUnchanged(since: list.facts.stamps))
  }
}
