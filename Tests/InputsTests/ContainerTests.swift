import Codecs
import Foundation
import Records
import Testing

@testable import Inputs

struct ContainerTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Writes a tar of regular files in the given order.
  @discardableResult
  private func tar(_ name: String, _ members: [(name: String, content: [UInt8])]) throws -> String {
    var bytes: [UInt8] = []
    for member in members {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at place: Int) {
        header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
      }
      put(member.name, at: 0)
      let size = String(member.content.count, radix: 8)
      put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
      put("        0", at: 148)
      put("ustar", at: 257)
      let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
      put(String(repeating: "0", count: 6 - sum.count) + sum + "\0", at: 148)
      bytes += header + member.content
      bytes += [UInt8](repeating: 0, count: (512 - member.content.count % 512) % 512)
    }
    return try folder.write(bytes + [UInt8](repeating: 0, count: 1024), to: name)
  }

  private func list(
    _ images: ImageSource, captions: [CaptionSource] = [], usesArchiveCaptions: Bool = true
  ) throws -> FrozenList {
    try FrozenList.read(
      FrozenListSources(
        images: images, captions: captions, usesArchiveCaptions: usesArchiveCaptions),
      scratch: folder.path, path: "inputs.list")
  }

  private func images(_ list: FrozenList) throws -> [InputImage] {
    try list.images(in: 0..<list.count)
  }

  private func bytes(_ list: FrozenList) throws -> [[UInt8]?] {
    let store = ImageStore(folder: "/nowhere", containers: list.facts.containers)
    let images = try images(list)
    let held = try store.holding(images, scratch: folder.path)
    return images.map { try? held.read($0).get() }
  }

  @Test func `samples are members of one name up to the first dot, in any order`() throws {
    let text = { (text: String) in Array(text.utf8) }
    let path = try tar(
      "s.tar",
      [
        ("b.txt", text("a caption ahead of its image\n")), ("x/a.jpg", [1, 2, 3]),
        ("x/a.json", text(#"{"caption": "not used beside a text", "width": 3}"#)),
        ("x/a.txt", text("one")), ("b.jpg", [4]), ("a.jpg", [5, 6]),
        ("a.json", text(#"{"caption": "from json", "url": "u"}"#)), ("c.png", [7]),
        ("c.json", text(#"{"width": 5}"#)), ("d.txt", text("no image")), ("d.npy", [1]),
        ("e.jpg", []), ("e.txt", text(" \n")), ("f.v2.jpg", [9]), ("g.JPG", [8]),
        ("g.txt", [0xff, 0xfe]), ("h.json", text("{")),
      ])
    let list = try list(.archives(pattern: path, prefixed: false))
    let found = try images(list)
    #expect(
      found.map { "\($0.key): \($0.captions.joined(separator: "|"))" } == [
        "a.jpg: from json", "b.jpg: a caption ahead of its image", "c.png: ", "e.jpg: ",
        "g.JPG: ", "x/a.jpg: one",
      ])
    #expect(try bytes(list) == [[5, 6], [4], [7], nil, [8], [1, 2, 3]])
    let report = list.facts.report
    #expect(report.captionsWithoutImage == 1 && report.captionsUsed == 3)
    #expect(report.otherFiles == 2, "d.npy and f.v2.jpg")
    #expect(report.rejections == [.emptyCaption: 1, .invalidText: 1, .malformedRow: 1])
    let none = try self.list(
      .archives(pattern: path, prefixed: false), usesArchiveCaptions: false)
    #expect(try images(none).allSatisfy(\.captions.isEmpty))
    #expect(none.facts.listDigest == list.facts.listDigest)
    #expect(none.facts.captionsDigest != list.facts.captionsDigest)
  }

  @Test func `of a member that comes twice the first counts, its captions too`() throws {
    let text = { (text: String) in Array(text.utf8) }
    let path = try tar(
      "s.tar",
      [
        ("a.jpg", [1]), ("a.txt", text("zebra")), ("a.caption", text("also")),
        ("b.json", text(#"{"captions": ["one", "two"]}"#)), ("b.jpg", [2]),
        ("a.jpg", [3]), ("a.txt", text("teapot")), ("b.json", text(#"{"caption": "three"}"#)),
      ])
    let list = try list(.archives(pattern: path, prefixed: false))
    #expect(try images(list).map(\.captions) == [["zebra", "also"], ["one", "two"]])
    #expect(try bytes(list) == [[1], [2]])
    let report = list.facts.report
    #expect(report.captionsWithoutImage == 2 && report.duplicateImages == 1)
  }

  @Test func `names that archives share are kept apart by a prefix, else the first counts`() throws
  {
    for shard in 0..<3 {
      try tar(
        "shard-0\(shard).tar",
        [("0.jpg", [UInt8(shard)]), ("0.txt", Array("of \(shard)".utf8)), ("../1.jpg", [9])])
    }
    let pattern = folder.path + "/shard-{00..02}.tar"
    let plain = try list(.archives(pattern: pattern, prefixed: false))
    #expect(try images(plain).map(\.key.description) == ["../1.jpg", "0.jpg"])
    #expect(try images(plain)[1].captions == ["of 0"], "those of the image that counts")
    #expect(plain.facts.report.duplicateImages == 4)
    let narrow = FrozenListSources(
      images: .archives(pattern: pattern, prefixed: false), badRowRatioMax: 0.6)
    #expect(
      throws: InputError.sharedNames(path: pattern, images: 6, repeated: 4, ratioMax: 0.6)
    ) { try FrozenList.read(narrow, scratch: folder.path, path: "inputs.list") }
    #expect(plain.facts.report.captionsWithoutImage == 2)
    let glob = ImageSource.archives(pattern: folder.path + "/shard-*.tar", prefixed: false)
    let containers = plain.facts.containers
    #expect(try glob.isUnchanged(since: plain.facts.stamps, containers: containers))
    try tar("shard-03.tar", [("9.jpg", [1])])
    #expect(try !glob.isUnchanged(since: plain.facts.stamps, containers: containers))
    try FileManager.default.removeItem(atPath: folder.path + "/shard-03.tar")
    let prefixed = try list(.archives(pattern: folder.path + "/*.tar", prefixed: true))
    #expect(
      try images(prefixed).map { "\($0.key) \($0.captions)" } == [
        "shard-00/../1.jpg []", #"shard-00/0.jpg ["of 0"]"#, "shard-01/../1.jpg []",
        #"shard-01/0.jpg ["of 1"]"#, "shard-02/../1.jpg []", #"shard-02/0.jpg ["of 2"]"#,
      ])
    #expect(try bytes(prefixed) == [[9], [0], [9], [1], [9], [2]])
  }

  @Test func `the same images in a folder, tar, table and pipe are the same bytes`() throws {
    let names = ["a.jpg", "b.jpg", "dir/c.png"]
    let contents: [[UInt8]] = names.enumerated().map { number, _ in
      (0..<(1000 + number)).map { UInt8(truncatingIfNeeded: $0 * (number + 3)) }
    }
    for (name, content) in zip(names, contents) { try folder.write(content, to: "images/" + name) }
    let archive = try tar("t.tar", Array(zip(names, contents)).reversed().map { ($0.0, $0.1) })
    let rows = zip(names, contents).map { "\($0)\t\(Data($1).base64EncodedString())\n" }
    let table = try folder.write(rows.joined(), to: "image.tsv")
    let inFolder = try list(.folder(path: folder.path + "/images"))
    let store = ImageStore(folder: folder.path + "/images")
    #expect(try images(inFolder).map { try store.read($0).get() } == contents)
    for source: ImageSource in [
      .archives(pattern: archive, prefixed: false),
      .archives(pattern: "pipe:cat \(archive)", prefixed: false), .tables(pattern: table),
    ] {
      let list = try list(source)
      #expect(list.facts.listDigest == inFolder.facts.listDigest)
      #expect(try bytes(list) == contents, "\(source)")
    }
    // Offsets beside the table change nothing but the time.
    var offset = 0
    var index = ""
    for row in rows {
      index += "\(offset)\n"
      offset += row.utf8.count
    }
    let before = try list(.tables(pattern: table))
    try folder.write(index, to: "image.lineidx")
    let after = try list(.tables(pattern: table))
    #expect(try images(before) == images(after) && before.facts.stamps == after.facts.stamps)
    for wrong in ["0\n", "0\n7\n", "5\n", "0\n0\n", "0\nx\n", "0\n999999999\n"] {
      try folder.write(wrong, to: "image.lineidx")
      #expect(throws: InputError.self, "\(wrong)") { try list(.tables(pattern: table)) }
    }
  }

  @Test func `RegionCLIP's captions are json in the second column`() throws {
    let table = try folder.write("k1\tAQ==\nk2\tAg==\nk3\t!\nk4\t\n", to: "train.image.tsv")
    let text = try folder.write(
      "k1\t{\"captions\": [\"one\", \"two\"]}\nk2\t{\"captions\": [\"three\"]}\nk3\t{not json\n",
      to: "train.text.tsv")
    let list = try list(.tables(pattern: table), captions: [CaptionSource(path: text)])
    #expect(
      try images(list).map(\.captions) == [["one", "two"], ["three"], ["{not json"], []])
    #expect(try bytes(list) == [[1], [2], nil, nil])
  }

  @Test func `a sample that comes twice has its first caption, and long names are rejected`() throws
  {
    let path = try tar(
      "t.tar",
      [
        ("a.jpg", [1]), ("a.txt", Array("one".utf8)), ("a.jpg", [2]),
        ("a.txt", Array("two".utf8)),
      ])
    let list = try list(.archives(pattern: path, prefixed: false))
    #expect(try images(list).map(\.captions) == [["one"]])
    #expect(try bytes(list) == [[1]])
    let long = String(repeating: "n", count: 1025)
    let paths = try folder.write("./b.jpg\n\(long)\nc.jpg\n", to: "paths.txt")
    let table = try self.list(.table(path: paths, format: .text))
    #expect(try images(table).map(\.key.description) == ["b.jpg", "c.jpg"])
    #expect(table.facts.report.rejections == [.malformedRow: 1])
  }

  @Test func `a lie about a place is an error and no image`() throws {
    let path = try tar("t.tar", [("a.jpg", [1, 2, 3])])
    let container = InputContainer(path: path, kind: .tar)
    func read(_ offset: Int, _ bytes: Int, _ containers: [InputContainer]) throws -> [UInt8] {
      let location = ImageLocation(container: 0, offset: offset, bytes: bytes)
      let image = InputImage(key: ImageKey("a.jpg"), imageID: 1, location: location)
      return try ImageStore(folder: "", containers: containers).read(image).get()
    }
    #expect(try read(512, 3, [container]) == [1, 2, 3])
    #expect(throws: Rejection(.emptyFile, "0 bytes")) { try read(512, 0, [container]) }
    #expect(throws: Rejection.self) { try read(512, 10 << 30, [container]) }
    #expect(throws: InputError.self) { try read(5000, 3, [container]) }
    #expect(throws: InputError.self) { try read(512, 3, []) }
    let piped = InputContainer(path: "pipe:cat \(path)", kind: .tar)
    #expect(try read(512, 3, [piped]) == [1, 2, 3])
    for (offset, bytes) in [(512, 2), (511, 3), (1024, 3)] {
      #expect(throws: InputError.self) { try read(offset, bytes, [piped]) }
    }
  }

  @Test func `base64 is read as Foundation reads it`() throws {
    var generator = SeededGenerator(seed: 1)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = Array(Data(bytes).base64EncodedString().utf8)
      #expect(Base64Table.decoded(text) == bytes)
      #expect(Base64Table.decoded(text + [0x0d]) == bytes)
    }
    for wrong in ["A", "A===", "AB", "AA=A", "A A=", "AQ=B", "-_-_", "====", "AAAAA"] {
      #expect(Base64Table.decoded(Array(wrong.utf8)) == nil, "\(wrong)")
    }
  }

  @Test func `braces and globs stand for files as in a shell`() throws {
    func paths(_ text: String) throws -> [String] { try PathPattern(text: text).paths() }
    #expect(try paths("a{8..11}.tar") == ["a8.tar", "a9.tar", "a10.tar", "a11.tar"])
    #expect(try paths("a{08..10}.tar") == ["a08.tar", "a09.tar", "a10.tar"])
    #expect(try paths("{b,a}{1..2}") == ["b1", "b2", "a1", "a2"])
    #expect(
      try paths("pipe:awk '{print}' {x,y}*") == ["pipe:awk '{print}' x*", "pipe:awk '{print}' y*"])
    #expect(throws: InputError.self) { try paths("a{1..2") }
    #expect(throws: InputError.self) { try paths("a{1..99999999}") }
    for name in ["s10.tar", "s2.tar", "s2.txt", ".s3.tar"] { try folder.write([1], to: name) }
    #expect(
      try paths(folder.path + "/s*.tar") == ["s10.tar", "s2.tar"].map { "\(folder.path)/\($0)" })
    #expect(
      try paths(folder.path + "/s?.t*") == ["s2.tar", "s2.txt"].map { "\(folder.path)/\($0)" })
    #expect(throws: InputError.missing(path: folder.path + "/x*")) {
      try paths(folder.path + "/x*")
    }
    // Every pattern of three signs against every name of up to four, by a rule that cannot be fast.
    func fits(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
      guard let sign = pattern.first else { return name.isEmpty }
      let rest = Array(pattern.dropFirst())
      if sign == 42 { return (0...name.count).contains { fits(Array(name.dropFirst($0)), rest) } }
      return !name.isEmpty && (sign == 63 || sign == name[0]) && fits(Array(name.dropFirst()), rest)
    }
    func words(_ letters: [UInt8], _ length: Int) -> [[UInt8]] {
      length == 0
        ? [[]]
        : words(letters, length - 1)
          + words(letters, length - 1).flatMap { word in
            word.count == length - 1 ? letters.map { word + [$0] } : []
          }
    }
    for pattern in words([42, 63, 97, 98], 3) {
      for name in words([97, 98], 4) {
        #expect(PathPattern.fits(name[...], pattern[...]) == fits(name, pattern))
      }
    }
  }
}
