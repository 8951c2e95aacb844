import Records
import Testing

@testable import Inputs

struct CaptionSourceTests {
  private func read(_ text: String, _ name: String) throws -> CaptionTable {
    let folder = try TemporaryFolder()
    return try CaptionSource(path: try folder.write(text, to: name)).read()
  }

  private func pairs(_ table: CaptionTable) -> [String] {
    table.captions.map { "\($0.key)=\($0.text)" }
  }

  @Test func `COCO captions come in annotation order, sections in any order`() throws {
    let table = try read(
      """
      {"annotations": [
        {"image_id": 2, "id": 1, "caption": "two dogs "},
        {"image_id": 1, "id": 2, "caption": "a \\u00e9"},
        {"image_id": 2, "id": 3, "caption": " "},
        {"image_id": 9, "id": 4, "caption": "lost"}],
       "info": {"x": [1, {"y": null}]},
       "images": [{"id": 1, "file_name": "a/1.jpg", "width": 3.0, "height": null},
                  {"file_name": "b.jpg", "id": 2}]}
      """, "captions.json")
    #expect(pairs(table) == ["b.jpg=two dogs ", "a/1.jpg=a é"])
    #expect(table.images.map(\.id) == [1, 2])
    #expect(table.report.captions == 4)
    #expect(table.report.captionsWithoutImage == 1)
    #expect(table.report.rejections == [.emptyCaption: 1])
  }

  @Test func `TSV has a header or none`() throws {
    let bare = try read("b.jpg\ta \"dog\", a cat\r\n\na.jpg\tx\nb.jpg\t\n", "c.tsv")
    #expect(pairs(bare) == ["b.jpg=a \"dog\", a cat", "a.jpg=x"])
    #expect(bare.images.map(\.key.description) == ["b.jpg", "a.jpg"])
    #expect(bare.report.rejections == [.emptyCaption: 1])
    let named = try read("title\tid\tfilepath\na dog\t1\tx.jpg", "c.tsv")
    #expect(pairs(named) == ["x.jpg=a dog"])
  }

  @Test func `CSV fields may be quoted`() throws {
    let table = try read(
      "file_name,caption\r\na.jpg,\"a dog, \"\"big\"\"\nand a cat\"\r\nb.jpg,plain\n", "c.csv")
    #expect(pairs(table) == ["a.jpg=a dog, \"big\"\nand a cat", "b.jpg=plain"])
  }

  @Test func `JSON Lines hold one caption or several`() throws {
    let table = try read(
      """
      {"file_name": "a.jpg", "caption": "x", "score": 1e-3}

      {"captions": ["y", "z"], "image": "b.jpg"}
      """, "c.jsonl")
    #expect(pairs(table) == ["a.jpg=x", "b.jpg=y", "b.jpg=z"])
  }

  @Test func `plain lines are images of their own`() throws {
    let table = try read("\u{feff}a dog\n\na cat", "c.txt")
    #expect(pairs(table) == ["line:1=a dog", "line:3=a cat"])
    #expect(table.report.rejections == [.emptyCaption: 1])
  }

  @Test func `lines that are not UTF-8 are counted and left out`() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write([0x61, 0xff, 0x0a, 0x62], to: "c.txt")
    let table = try CaptionSource(path: text).read()
    #expect(pairs(table) == ["line:2=b"])
    #expect(table.report.rejections == [.invalidText: 1])
    let tsv = try folder.write([0x61, 0x09, 0xc3, 0x28, 0x0a], to: "c.tsv")
    #expect(try CaptionSource(path: tsv).read().report.rejections == [.invalidText: 1])
  }

  @Test(
    arguments: [
      ("c.json", "", ": the file is empty"),
      ("c.json", "7", ":1:1: expected an object, found a number"),
      ("c.json", "{}", ":1:3: expected a member 'images', found the end of the file"),
      (
        "c.json", "{\"imgs\": [], \"info\": 1}",
        ":1:24: expected a member 'images', found only 'imgs', 'info'; 'imgs' looks like 'images'"
      ),
      (
        "c.json", "{\"caption\": \"x\"}\n{}",
        ":1:17: expected a member 'images', found only 'caption'; if each line is an object"
      ),
      (
        "c.json", "{\"images\":[{\"id\":1,\"file_name\":\"a\"}],\"anotation\":[]}",
        ":1:53: expected a member 'annotations', found only 'images', 'anotation'; 'anotation' looks "
          + "like 'annotations'"
      ),
      ("c.json", "not json", ":1:2: expected 'null', found 'o'"),
      ("c.json", "{\"images\": tree}", ":1:14: expected 'true', found 'e'"),
      ("c.json", "{\"images\": null}", ":1:12: expected an array, found null"),
      ("c.json", "{\"images\": {}}", ":1:12: expected an array, found an object"),
      (
        "c.json", "{\"images\":[{\"id\":1,\"file_name\":\"a\"",
        ":1:12: expected the end of a value, found the end of the file"
      ),
      ("c.json", "{\"images\":[]} x", ":1:15: expected the end of the file, found 'x'"),
      (
        "c.json",
        "{\"images\":[{\"id\":1,\"file_name\":\"a\"},{\"id\":1,\"file_name\":\"b\"}],\"annotations\":[]}",
        ": expected ids to be unique, found id 1 for 'a' and for 'b'"
      ),
      (
        "c.csv", "a.jpg,x\n",
        ":1: expected a column of captions, found 2 columns: 'a.jpg', 'x' Name the column"
      ),
      (
        "c.csv", "image,captoin\n",
        ":1: expected a column of captions, found 2 columns: 'image', 'captoin'; did you mean "
          + "'captoin'?"
      ),
      ("c.tsv", "a\tb\tc\n", ":1: expected a column of captions, found 3 columns"),
    ])
  func `a broken file is refused at its place`(name: String, text: String, message: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: name)
    #expect {
      try CaptionSource(path: path).read()
    } throws: { error in
      #expect("\(error)".hasPrefix(path + message))
      return "\(error)".hasPrefix(path + message)
    }
  }

  @Test(
    arguments: [
      (
        "c.json", "{\"images\":[{\"id\":1,\"file_name\":\"good\"},\n{\"id\":1}],",
        "\"annotations\":[{\"image_id\":1,\"caption\":\"fine\"}]}",
        ":2:1: expected an image with 'id' and 'file_name', found one without 'file_name'"
      ),
      (
        "c.json", "{\"images\":[{\"id\":1,\"file_name\":\"good\"},\n{\"id\":-1}],",
        "\"annotations\":[{\"image_id\":1,\"caption\":\"fine\"}]}",
        ":2:7: expected an image id of at least 0, found -1"
      ),
      (
        "c.json",
        "{\"images\":[{\"id\":1,\"file_name\":\"good\"}],\"annotations\":[\n{\"id\":1},",
        "{\"image_id\":1,\"caption\":\"fine\"}]}",
        ":2:1: expected an object with a caption ('caption'), found one with 'id'"
      ),
      (
        "c.json",
        "{\"images\":[{\"id\":1,\"file_name\":\"good\"}],\"annotations\":[\n{\"caption\":\"x\"},",
        "{\"image_id\":1,\"caption\":\"fine\"}]}",
        ":2:1: expected an annotation with 'image_id', found one without it"
      ),
      (
        "c.json",
        "{\"images\":[{\"id\":1,\"file_name\":\"good\"}],\"annotations\":[\n{\"x\":01},",
        "{\"image_id\":1,\"caption\":\"fine\"}]}",
        ":2:7: expected no digit after a leading 0, found '1'"
      ),
      (
        "c.tsv", "good\tfine\nb.jpg\n", "b\tfine\n",
        ":2:1: expected 2 columns separated by tabs, found 1"
      ),
      (
        "c.tsv", "good\tfine\n\tx\n", "b\tfine\n",
        ":2:1: expected an image name, found an empty field"
      ),
      (
        "c.csv", "file,text\ngood,fine\na.jpg,x,y\n", "b,fine\n",
        ":3:1: expected 2 columns separated by commas, found 3"
      ),
      (
        "c.csv", "file,text\ngood,fine\na.jpg,\"x\n", "b,fine\n",
        ":3:7: expected a closing quote, found the end of the file"
      ),
      (
        "c.csv", "file,text\ngood,fine\na.jpg,\"x\" \n", "b,fine\n",
        ":3:10: expected a comma or line end after a closing quote, found a space"
      ),
      (
        "c.csv", "file,text\ngood,fine\na.jpg,x\"y\n", "b,fine\n",
        ":3:8: expected a quote only around a whole field"
      ),
      (
        "c.jsonl", "{\"file_name\":\"good\",\"caption\":\"fine\"}\n{\"file_name\":\"a\"}\n",
        "{\"file_name\":\"b\",\"caption\":\"fine\"}",
        ":2:1: expected an object with a caption ('caption'), found one with 'file_name'"
      ),
      (
        "c.jsonl",
        "{\"file_name\":\"good\",\"caption\":\"fine\"}\n"
          + "{\"file_name\":\"a\",\"caption\":\"b\"} x\n",
        "{\"file_name\":\"b\",\"caption\":\"fine\"}",
        ":2:33: expected the end of the file, found 'x'"
      ),
    ])
  func `a bad row is told at its place, and those after it are read`(
    name: String, before: String, after: String, message: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(before + after, to: name)
    let table = try CaptionSource(path: path).read()
    #expect(Set(table.captions.map(\.text)) == ["fine"])
    #expect(table.captions.count == (name.hasSuffix("json") ? 1 : 2))
    #expect(table.report.rejections == [.malformedRow: 1])
    #expect(table.rows.badRows == 1)
    #expect(table.report.samples.first?.detail.hasPrefix(path + message) == true)
    if table.report.samples.first?.detail.hasPrefix(path + message) != true {
      Issue.record("\(table.report.samples)")
    }
    #expect(throws: InputError.self) { try table.rows.check(badRatioMax: 0.2) }
    try table.rows.check(badRatioMax: 0.5)
  }

  @Test func `missing files, folders, UTF-16 and unknown names are refused by name`() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path + "/no.json"
    #expect(throws: InputError.missing(path: missing)) { try CaptionSource(path: missing).read() }
    try folder.write("x", to: "dir.json/x")
    #expect(throws: InputError.self) { try CaptionSource(path: folder.path + "/dir.json").read() }
    let wide = try folder.write([0xff, 0xfe, 0x7b, 0x00], to: "w.json")
    #expect {
      try CaptionSource(path: wide).read()
    } throws: { "\($0)".contains("UTF-16") }
    #expect(throws: InputError.self) { try CaptionSource(path: "captions.parquet") }
  }
}
