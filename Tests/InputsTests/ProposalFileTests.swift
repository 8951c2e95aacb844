import Codecs
import Foundation
import Records
import Testing

@testable import Inputs

/// Files of proposals: what is read, matched, counted and refused.
struct ProposalFileTests {
  let folder = try? TemporaryFolder()
  static let images = ["a/000000000139.jpg", "b.jpg", "c.d.png", "e/b2.jpg"].enumerated().map {
    InputImage(key: ImageKey($1), imageID: UInt64(100 + $0))
  }

  /// Boxes by key as `x1 y1 x2 y2 score logit`, and the report.
  private func read(
    _ text: String, _ name: String = "boxes.json",
    options: ProposalFileOptions = ProposalFileOptions(), hasIDs: Bool = true,
    images: [InputImage] = ProposalFileTests.images
  ) throws -> (boxes: [String: [[Float]]], report: ProposalFileReport) {
    let folder = try #require(folder)
    return try read(
      path: folder.write(text, to: name), options: options, hasIDs: hasIDs, images: images)
  }

  private func read(
    path: String, options: ProposalFileOptions = ProposalFileOptions(), hasIDs: Bool = true,
    images: [InputImage] = ProposalFileTests.images
  ) throws -> (boxes: [String: [[Float]]], report: ProposalFileReport) {
    let folder = try #require(folder)
    let (table, report) = try ProposalFileSource(path: path, options: options)
      .read(for: images, hasIDs: hasIDs, scratch: folder.path)
    var boxes: [String: [[Float]]] = [:]
    for image in images {
      let (entries, total) = try table.best(1000, of: image.key)
      #expect(total == entries.count)
      guard total > 0 else { continue }
      boxes["\(image.key)"] = entries.map { entry in
        let box = entry.box
        return [box.x1, box.y1, box.x2, box.y2, entry.score, entry.logit]
      }
    }
    return (boxes, report)
  }

  private func failure(_ text: String, _ name: String = "boxes.json", hasIDs: Bool = true) -> String
  {
    do {
      let found = try read(text, name, hasIDs: hasIDs)
      return "no error but \(found.report.summary)"
    } catch {
      return "\(error)"
    }
  }

  static let expected: [String: [[Float]]] = [
    "a/000000000139.jpg": [[1, 2, 4, 6, 0.75, 0.75], [5, 5, 9, 9, 0.5, 0.5]],
    "b.jpg": [[0, 0, 10, 20, 0.25, 0.25]],
  ]

  /// The same boxes in every format: their numbers and the way in which the image is named differ.
  static let spellings: [(name: String, text: String)] = [
    (
      "results.json",
      """
      [{"image_id": 100, "category_id": 1, "bbox": [5, 5, 4, 4], "score": 0.5},
       {"image_id": "100", "bbox": [1, 2, 3, 4], "score": 0.75, "segmentation": {"size": [1]}},
       {"image_id": 101.0, "bbox": [0.0, 0e0, 1e1, 20], "score": 0.25}]
      """
    ),
    (
      "annotations.json",
      """
      {"info": {}, "annotations": [
        {"id": 1, "image_id": 7, "bbox": [5, 5, 4, 4], "score": 0.5, "category_id": 1},
        {"id": 2, "image_id": 7, "bbox": [1, 2, 3, 4], "score": 0.75},
        {"id": 3, "image_id": 9, "bbox": [0, 0, 10, 20], "score": 0.25, "iscrowd": 0},
        {"id": 4, "image_id": 9, "bbox": [0, 0, 99, 99], "score": 0.9, "iscrowd": 1}],
       "images": [{"id": 7, "coco_url": "http://x/train2017/000000000139.jpg"},
        {"id": 9, "file_name": "val/b.jpg", "width": 3}], "categories": []}
      """
    ),
    (
      "whole.jsonl",
      """
      {"image_id": 100, "boxes": [[5, 5, 9, 9], [1, 2, 4, 6]], "scores": [0.5, 0.75]}

      {"scores": [0.25], "boxes": [[0, 0, 10, 20]], "image": "b"}
      """
    ),
    (
      "single.jsonl",
      """
      {"file_name": "a/000000000139.jpg", "bbox": [5, 5, 4, 4], "score": 0.5}
      {"key": "000000000139", "bbox": [1, 2, 3, 4], "score": 0.75}
      {"image": "x/b.jpg", "bbox": [0, 0, 10, 20], "score": 0.25}
      """
    ),
    (
      "corners.csv",
      "image_id,label,x1,y1,x2,y2,score\r\n100.0,\"a, b\",5,5,9,9,.5\r\n100,c,1,2,4,6,7.5e-1\n"
        + "101,, 0,0 ,10,20,0.25"
    ),
    (
      "centres.tsv",
      "score\tCX\tcy\tw\th\tfile_name\n0.5\t7\t7\t4\t4\ta/000000000139.jpg\n"
        + "0.75\t2.5\t4\t3\t4\ta/000000000139.jpg\n0.25\t5\t10\t10\t20\tb.jpg\n"
    ),
  ]

  @Test(arguments: spellings)
  func `the same boxes come from every format`(_ name: String, _ text: String) throws {
    let (boxes, report) = try read(text, name)
    #expect(boxes == Self.expected)
    #expect(report.boxesUsed == 3 && report.rejected == 0 && report.imagesExtra == 0)
    #expect(report.imagesMatched == 2 && report.imagesMissing == 2)
    #expect(report.digest == SHA256Digest(of: Array(text.utf8)))
  }

  @Test func `MAVL's folder of text files is read, in the order of its names`() throws {
    let folder = try #require(folder)
    let path = folder.path + "/mavl"
    try folder.write("0 0.5 5 5 9 9\n\n0 0.75 1 2 4 6\n", to: "mavl/000000000139.txt")
    try folder.write("0 0.25 0 0 10 20", to: "mavl/b.txt")
    try folder.write("", to: "mavl/c.d.txt")
    try folder.write("0 1 1 1 2 2\n0 1 1", to: "mavl/zebra.txt")
    let (boxes, report) = try read(path: path)
    #expect(boxes == Self.expected)
    #expect(report.imagesMatched == 3 && report.imagesMissing == 1 && report.imagesExtra == 1)
    #expect(report.boxes == 5 && report.boxesExtra == 1)
    #expect(report.rejections == [.malformedRow: 1])
    try folder.write("0 0.25 0 0 10 21", to: "mavl/b.txt")
    #expect(try read(path: path).report.digest != report.digest)
    #expect(try read(path: path + "/b.txt").boxes == ["b.jpg": [[0, 0, 10, 21, 0.25, 0.25]]])
  }

  @Test func `without ids of the list numbers are file names, never ordinals`() throws {
    let images = ["000000000002.jpg", "COCO_val2014_000000000139.jpg", "x_3.jpg"].enumerated().map {
      InputImage(key: ImageKey($1), imageID: UInt64($0))
    }
    let text = """
      [{"image_id": 139, "bbox": [1, 1, 1, 1], "score": 1}, {"image_id": 2, "bbox": [0, 0, 1, 1]},
       {"image_id": 0, "bbox": [0, 0, 1, 1]}, {"image_id": 3, "bbox": [0, 0, 1, 1]}]
      """
    let (boxes, report) = try read(text, hasIDs: false, images: images)
    #expect(Set(boxes.keys) == ["000000000002.jpg", "COCO_val2014_000000000139.jpg"])
    #expect(report.imagesExtra == 2 && report.boxesExtra == 2)
  }

  @Test func `names that several images have are not guessed, folders tell them apart`() throws {
    let images = ["a/x.jpg", "b/x.jpg", "b/y.jpg"].map { InputImage(key: ImageKey($0), imageID: 0) }
    let text = """
      {"image": "x.jpg", "bbox": [0, 0, 1, 1]}
      {"image": "b/x.jpg", "bbox": [0, 0, 2, 2]}
      {"image": "val/a/x.jpg", "bbox": [0, 0, 3, 3]}
      {"image": "y", "bbox": [0, 0, 4, 4]}
      """
    let (boxes, report) = try read(text, "x.jsonl", hasIDs: false, images: images)
    #expect(
      boxes.mapValues { $0.map { $0[2] } } == ["a/x.jpg": [3], "b/x.jpg": [2], "b/y.jpg": [4]])
    #expect(report.ambiguous == 1)
  }

  @Test func `ids of a COCO file do not stand for the list's where names differ`() throws {
    let text = """
      {"images": [{"id": 100, "file_name": "other.jpg"}, {"id": 1, "file_name": "b.jpg"}],
       "annotations": [{"image_id": 100, "bbox": [0, 0, 1, 1]}, {"image_id": 1, "bbox": [0, 0, 2, 2]}]}
      """
    #expect(try read(text).boxes == ["b.jpg": [[0, 0, 2, 2, 1, 1]]])
    let byID = try read(text, options: ProposalFileOptions(match: .id))
    #expect(byID.boxes == ["a/000000000139.jpg": [[0, 0, 1, 1, 1, 1]]])
  }

  @Test func `a number written as text is an id where one is expected, else a name`() throws {
    let images = [
      InputImage(key: ImageKey("5.jpg"), imageID: 7),
      InputImage(key: ImageKey("7.jpg"), imageID: 5),
    ]
    for (text, name, expected) in [
      (#"[{"image_id": "7", "bbox": [0, 0, 1, 1]}]"#, "a.json", "5.jpg"),
      (#"{"image": "7", "bbox": [0, 0, 1, 1]}"#, "a.jsonl", "7.jpg"),
      ("image_id,x1,y1,x2,y2\n7.0,0,0,1,1", "a.csv", "5.jpg"),
      ("image,x1,y1,x2,y2\n7,0,0,1,1", "b.csv", "7.jpg"),
    ] {
      #expect(try Array(read(text, name, images: images).boxes.keys) == [expected], "\(text)")
    }
    let byName = try read(
      #"[{"image_id": "7", "bbox": [0, 0, 1, 1]}]"#, options: ProposalFileOptions(match: .name),
      images: images)
    #expect(Array(byName.boxes.keys) == ["7.jpg"])
  }

  @Test func `what numbers mean can be said`() throws {
    let text = #"[{"image_id": 101, "bbox": [0.25, 0.25, 0.5, 0.75], "score": -2}]"#
    func box(_ options: ProposalFileOptions) throws -> [Float]? {
      var options = options
      options.scores = .logit
      return try read(text, options: options).boxes["b.jpg"]?.first
    }
    let score = Float(1 / (1 + exp(2.0)))
    #expect(try box(.init()) == [0.25, 0.25, 0.75, 1, score, -2])
    #expect(try box(.init(boxFormat: .xyxy)) == [0.25, 0.25, 0.5, 0.75, score, -2])
    #expect(try box(.init(boxFormat: .xyxy, plusOne: true)) == [0.25, 0.25, 1.5, 1.75, score, -2])
    #expect(try box(.init(boxFormat: .cxcywh)) == [0, -0.125, 0.5, 0.625, score, -2])
  }

  @Test(arguments: [
    #""bbox": [0, 0, 1, 1], "logit": -2, "score": 0.5"#,
    #""bbox": [0, 0, 1, 1], "score": 0.5, "logit": -2"#,
    #""boxes": [[0, 0, 1, 1]], "logits": [-2], "scores": [0.5]"#,
    #""boxes": [[0, 0, 1, 1]], "scores": [0.5], "logits": [-2]"#,
  ])
  func `a logit counts and not the score beside it, in any order`(_ members: String) throws {
    let (boxes, _) = try read("{\"image\": \"b.jpg\", \(members)}", "x.jsonl")
    #expect(boxes["b.jpg"] == [[0, 0, 1, 1, Float(1 / (1 + exp(2.0))), -2]])
  }

  @Test func `a last pixel is refused where boxes are no corners`() throws {
    for (text, name, place) in [
      ("[{\"image_id\": 101,\n\"bbox\": [0, 0, 5, 5]}]", "a.json", ":2:9"),
      ("image_id,x,y,w,h\n101,0,0,5,5", "a.csv", ":2:1"),
      ("image_id,cx,cy,w,h\n101,9,9,5,5", "b.csv", ":2:1"),
    ] {
      let error = #expect(throws: InputError.self) {
        try read(text, name, options: ProposalFileOptions(plusOne: true))
      }
      let found = error.map { "\($0)" } ?? ""
      #expect(found.contains("say box_format: xyxy") && found.contains(place), "\(found)")
    }
    let corners = "image_id,x1,y1,x2,y2\n101,0,0,5,5"
    let whole = try read(corners, "c.csv", options: ProposalFileOptions(plusOne: true))
    #expect(whole.boxes["b.jpg"]?.first?.prefix(4) == [0, 0, 6, 6])
  }

  @Test func `folders of both sides must agree, and only extensions of pictures are cut`() throws {
    let images = ["a.png", "seq1/000001.jpg", "v/c.d.jpg", "v/w/e.jpg"].map {
      InputImage(key: ImageKey($0), imageID: 0)
    }
    for (name, expected) in [
      ("seq2/000001.jpg", nil), ("seq1/000001.jpg", "seq1/000001.jpg"),
      ("x/seq1/000001.png", "seq1/000001.jpg"), ("000001.jpg", "seq1/000001.jpg"),
      ("./000001", "seq1/000001.jpg"), ("http://h/seq2/000001.jpg", "seq1/000001.jpg"),
      ("a.b", nil), ("a.JPEG", "a.png"), ("any/a.png", "a.png"), ("c.d", "v/c.d.jpg"),
      ("c", nil), ("w/e.jpg", "v/w/e.jpg"), ("v/e.jpg", nil), ("/data/x/w/e.jpg", nil),
    ] as [(String, String?)] {
      let text =
        "{\"image\": \"\(name)\", \"bbox\": [0, 0, 1, 1]}\n"
        + #"{"image": "v/w/e.jpg", "bbox": [0, 0, 7, 7]}"#
      let boxes = try read(text, "x.jsonl", hasIDs: false, images: images).boxes
      let found = boxes.filter { $0.value.contains { $0[2] == 1 } }.keys
      #expect(Array(found) == (expected.map { [$0] } ?? []), "\(name)")
    }
  }

  @Test func `bad boxes are counted by reason and the others used`() throws {
    let text = """
      [{"image_id": 101, "bbox": [0, 0, 1, 1], "score": 1},
       {"image_id": 101, "bbox": [NaN, 0, 1, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, Infinity, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, -Infinity, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, 1e400, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, 0, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, -5, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, 2e6, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, 1], "score": 1},
       {"image_id": 101, "bbox": [0, 0, 1, 1], "score": NaN},
       {"image_id": 55, "bbox": [0, 0, 1, 1], "score": 1}]
      """
    let (boxes, report) = try read(text)
    #expect(boxes == ["b.jpg": [[0, 0, 1, 1, 1, 1]]])
    #expect(report.rejections == [.invalidBox: 7, .emptyBox: 2])
    #expect(report.boxes == 11 && report.boxesUsed == 1 && report.boxesExtra == 1)
    #expect(report.samples.count == ProposalFileReport.samplesMax)
    #expect(report.samples[0].detail.contains("boxes.json:2:"), "\(report.samples[0])")
    let rows =
      "image,x1,y1,x2,y2\nb.jpg,0,0,nan,1\nb.jpg,0,0,one,1\nb.jpg,0,0\nb.jpg,0,0,1,1\n,0,0,1,1"
    let table = try read(rows, "rows.csv")
    #expect(table.report.rejections == [.invalidBox: 1, .malformedRow: 3])
    #expect(table.boxes == ["b.jpg": [[0, 0, 1, 1, 1, 1]]])
  }

  @Test func `an image that comes twice keeps all boxes and is counted`() throws {
    let line = #"{"image_id": 101, "boxes": [[0, 0, 1, 1]], "scores": [1]}"# + "\n"
    let (boxes, report) = try read(line + line, "x.jsonl")
    #expect(boxes["b.jpg"]?.count == 2 && report.repeatedImages == 1)
  }

  @Test func `a file for other images names one of both sides`() {
    let text = #"[{"image_id": 9000, "bbox": [0, 0, 1, 1], "score": 1}]"#
    let found = failure(text)
    #expect(found.contains("image id 9000") && found.contains("image id 100"), "\(found)")
    let ordinals = failure(text, hasIDs: false)
    #expect(ordinals.contains("input.image_list"), "\(ordinals)")
  }

  /// What is wrong, and what the message must hold.
  static let wrong: [(String, String)] = [
    ("", "empty"), ("[]", "empty"), ("[{\"image_id\": 100,\n\"bbox\": [1, 2", ":2:14: expected"),
    ("[{\"image_id\": 100, \"bbox\": [1, 2, 3, 4], \"score\": 1}", ":1:53: expected ','"),
    (#"[{"bbox": [1, 2, 3, 4]}]"#, ":1:2: expected an object that names its image"),
    (#"[{"image_id": 100}]"#, "'bbox' or 'boxes'"),
    (#"[{"image_id": -3, "bbox": [1, 2, 3, 4]}]"#, "image id of at least 0, found -3"),
    (#"[{"image_id": 1.5, "bbox": [1, 2, 3, 4]}]"#, "found 1.5"),
    (#"[{"image_id": 100, "bbox": [1, 2, 3, NaNa]}]"#, "expected a number, found 'NaNa'"),
    (#"[{"image_id": 100, "bbox": [1, 2, 3, 01]}]"#, "'01'"),
    (#"[{"image_id": 100, "bbox": [1, 2, 3, 4], "score": 3.5}]"#, "scores: logit"),
    (
      #"{"image_id": 100, "boxes": [[1, 2, 3, 4]], "scores": [1, 1]}"#,
      "scores as boxes (1), found 2"
    ),
    (
      #"{"image_id": 100, "bbox": [1, 2, 3, 4], "box": [1, 1, 9, 9], "score": 1}"#,
      "one of 'bbox', 'box' and 'boxes', found 'box' as well"
    ),
    (#"{"image_id": 100, "bbox": [1, 2, 3, 4], "boxes": [[1, 1, 9, 9]]}"#, "'boxes' as well"),
    (#"[{"image_id": 100, "boxes": [], "bbox": [1, 2, 3, 4]}]"#, "'bbox' as well"),
    (
      #"{"images": [], "annotations": [{"image_id": 1, "bbox": [], "box": []}]}"#, "'box' as well"
    ),
    (#"{"image_id": 100, "bbox": [1, 2, 3, 4], "scores": [1, 1]}"#, "boxes (1), found 2"),
    (
      #"{"image_id": 100, "boxes": [[1, 2, 3, 4], [1, 2, 3, 5]], "score": 1}"#,
      "boxes (2), found 1"
    ),
    (#"{"a": 1, "b": {}}"#, "without 'images'"), (#"{"images": []}"#, "'annotations'"),
    ("hello world", "'hello world'"), ("a,b,c\n1,2,3", "a column image_id"),
    ("image,b,c\n1,2,3", "x1, y1, x2, y2"), ("PK\u{3}\u{4}abc", "proposals.py"),
    ("(dp0\nS'boxes'", "proposals.py"),
  ]

  @Test(arguments: wrong)
  func `a file that cannot be used says why`(_ text: String, _ expected: String) {
    let found = failure(text)
    #expect(found.contains(expected), "\(found)")
  }

  @Test func `pickles are refused by their first bytes, packed ones too, for every protocol`()
    throws
  {
    let folder = try #require(folder)
    for version in UInt8(2)...5 {
      let path = try folder.write([0x80, version, 0x7d, 0x71, 0, 0x2e], to: "p\(version).pkl")
      #expect(throws: InputError.pickle(path: path)) {
        try ProposalFileSource(path: path).read(for: [], hasIDs: true, scratch: folder.path)
      }
    }
    #expect(throws: InputError.self) {
      try ProposalFileSource(path: folder.path + "/none.json")
        .read(for: Self.images, hasIDs: true, scratch: folder.path)
    }
  }
}
