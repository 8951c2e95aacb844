import Codecs
import Foundation
import Records
import Testing

@testable import Inputs

struct CaptionCorpusTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// What a corpus gives, one line for each caption, and its report.
  private func read(
    _ paths: [String], format: CaptionSource.Format? = nil,
    options: CaptionOptions = CaptionOptions(), batch: Int = 3
  ) throws -> (captions: [String], report: CaptionCorpusReport) {
    var reader = try CaptionCorpus(paths: paths, format: format, options: options).reader()
    var captions: [String] = []
    var next: [CorpusCaption] = []
    while try reader.next(batch, into: &next) {
      captions += next.map { caption in
        let image = caption.image.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "-"
        return "\(caption.file):\(caption.line) \(image) \(caption.text)"
      }
    }
    return (captions, reader.report)
  }

  private func read(
    _ text: String, _ name: String, options: CaptionOptions = CaptionOptions()
  ) throws -> (captions: [String], report: CaptionCorpusReport) {
    try read([try folder.write(text, to: name)], options: options)
  }

  @Test func `who reads on behind a document that is cut finds the next file`() throws {
    let records = #"[{"caption": "one"}, {"caption": "two"}]"#
    let cut = [
      #"{"annotations": \#(records)"#, #"{"a.jpg": ["x"]}"#, records.dropLast() + ", ",
      #"{"annotations": \#(records.dropLast())"#,
    ]
    let next = try CaptionSource(path: try folder.write("three\n", to: "next.txt"))
    for (number, text) in cut.enumerated() {
      let path = try folder.write(String(text), to: "\(number).json")
      var reader = try CaptionCorpus(sources: [CaptionSource(path: path), next]).reader()
      var batch: [CorpusCaption] = []
      #expect(throws: InputError.self, "\(text)") { try reader.next(9, into: &batch) }
      let goesOn = try reader.next(9, into: &batch)
      #expect(goesOn && batch.map(\.text) == ["three"], "\(text)")
      let ends = try !reader.next(9, into: &batch)
      #expect(ends)
    }
  }

  @Test func `files of all formats are read one after the other`() throws {
    let coco = try folder.write(
      """
      {"info": {"images": 1}, "annotations": [{"image_id": 7, "id": 1, "caption": "one"},
      {"image_id": 3, "id": 7, "caption": "two"}], "images": [{"id": 7, "file_name": "x.jpg"}]}
      """, to: "a.json")
    let karpathy = try folder.write(
      """
      {"images": [{"filepath": "val2014", "filename": "1.jpg", "split": "val", "cocoid": 1,
        "sentences": [{"tokens": ["a"], "raw": "three"}, {"raw": "four"}]},
       {"filename": "2.jpg", "split": "train", "sentences": [{"raw": "five"}]}], "dataset": "coco"}
      """, to: "b.json")
    let list = try folder.write(
      "[{\"image\": \"x.jpg\", \"caption\": [\"six\", \"seven\"]}]", to: "c.json")
    let lines = try folder.write(
      "{\"image_id\": 5, \"caption\": \"eight\"}\n\n{\"text\": \"nine\"}\n", to: "d.jsonl")
    let tsv = try folder.write("ten\thttp://x/1.jpg\n", to: "e.tsv")
    let csv = try folder.write(
      "id,caption\r\n#1,\"eleven,\n\"\"quoted\"\"\"\r\n\r\n2,twelve", to: "f.csv")
    let text = try folder.write("thirteen\n \nfourteen", to: "g.txt")
    let (captions, report) = try read([coco, karpathy, list, lines, tsv, csv, text])
    #expect(
      captions == [
        "0:1 #7 one", "0:2 #3 two", "1:1 val2014/1.jpg three", "1:1 val2014/1.jpg four",
        "1:3 2.jpg five", "2:1 x.jpg six", "2:1 x.jpg seven", "3:1 #5 eight", "3:3 - nine",
        "4:1 http://x/1.jpg ten", "5:2 ##1 eleven,\n\"quoted\"", "5:5 2 twelve", "6:1 - thirteen",
        "6:3 - fourteen",
      ])
    #expect(report.files.map(\.rows) == [2, 2, 1, 2, 1, 2, 3])
    #expect(report.badRows == 0)
    #expect(report.rejections == [.emptyCaption: 1])
    for (file, path) in zip(report.files, [coco, karpathy, list, lines, tsv, csv, text]) {
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
      #expect(file.digest == SHA256Digest(of: bytes) && file.bytes == bytes.count)
    }
    let validation = try read([karpathy], options: CaptionOptions(splits: ["val", "test"]))
    #expect(validation.captions == ["0:1 val2014/1.jpg three", "0:1 val2014/1.jpg four"])
  }

  @Test func `columns are told by name or by number`() throws {
    let text = "a,b,c\n1,2,3\n"
    #expect(try read(text, "x.csv", options: .init(captionColumn: "b")).captions == ["0:2 - 2"])
    #expect(
      try read(text, "x.csv", options: .init(captionColumn: "B", imageColumn: "c")).captions
        == ["0:2 3 2"])
    #expect(
      try read(text, "x.csv", options: .init(captionColumn: "3")).captions
        == ["0:1 - c", "0:2 - 3"])
    #expect(
      try read("2\ttext\n", "x.tsv", options: .init(captionColumn: "2", imageColumn: "1")).captions
        .isEmpty, "a row with a usual name in the column is a header")
    let lines = "{\"alt\": \"x\", \"url\": \"u\"}\n"
    #expect(
      try read(lines, "x.jsonl", options: .init(captionColumn: "alt")).captions == ["0:1 u x"])
    for (text, name, message) in [
      (text, "captoin", "expected a column 'captoin', found 3 columns: 'a', 'b', 'c'"),
      (
        "image,caption\n", "captoin", "found 2 columns: 'image', 'caption'; did you mean 'caption'?"
      ),
      (text, "4", "expected a column '4', found 3 columns"),
    ] {
      #expect {
        try read(text, "y.csv", options: .init(captionColumn: name))
      } throws: { "\($0)".contains(message) }
    }
    let wrong = try read(
      "{\"captoin\": \"x\"}\n", "y.jsonl", options: .init(captionColumn: "caption"))
    #expect(wrong.report.samples.first?.detail.hasSuffix("; 'captoin' may be meant") == true)
    let empty = try read(
      "{\"id\": 1, \"caption\": null}\n{\"id\": 2, \"caption\": \" \"}\n", "z.jsonl")
    #expect(
      empty.report.samples.map { $0.detail.drop { $0 != ":" } } == [
        ":1:1: expected an object with a caption ('caption'), found one whose 'caption' is null",
        ":2:1: the caption of '2' is empty",
      ])
  }

  @Test func `quotes in tabs are RFC 4180 where they can be, else signs`() throws {
    let text =
      "image\tcaption\n1\t\"a\tb\nc\"\n2\t\"open\n3\t\"x\" y\n4\t\"\"\"q\"\"\"\n5\t6\" pipe\n"
    #expect(
      try read(text, "x.tsv").captions == [
        "0:2 1 a\tb\nc", "0:4 2 \"open", "0:5 3 \"x\" y", "0:6 4 \"q\"", "0:7 5 6\" pipe",
      ])
  }

  @Test func `any cut into chunks gives the same rows`() throws {
    var generator = SystemRandomNumberGenerator()
    let texts: [(CaptionSource.Format, String)] = [
      (
        .coco,
        "{\"annotations\":[{\"image_id\":1,\"caption\":\"é \\\"a\\\" {\"},\n {\"image_id\":2},"
          + "{\"caption\":\"[\\\\\",\"image_id\":3}],\"images\":[]}"
      ),
      (.jsonl, "{\"caption\":\"a\\u00e9\"}\r\n\n{\"caption\":1}\n{\"text\":[\"😀\",\"b\"]}"),
      (.csv, "id,text\r\n1,\"a\"\"\r\n,b\"\r\n2,\"x\n3,y\n\n4,\"z\""),
      (.tsv, "id\ttext\n1\t\"a\nb\"\n2\t\"c\n\n3\td\r\n4\n"),
      (.text, "\u{feff}a\r\nb\n\nc é"),
    ]
    for (format, text) in texts {
      let bytes = Array(text.utf8)
      let whole = try Self.rows(Chunks([bytes]), format)
      #expect(!whole.isEmpty)
      #expect(try Self.rows(Chunks(bytes.map { [$0] }), format) == whole)
      for _ in 0..<100 {
        var chunks: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
          let end = Int.random(in: (start + 1)...bytes.count, using: &generator)
          chunks.append(Array(bytes[start..<end]))
          start = end
        }
        #expect(try Self.rows(Chunks(chunks), format) == whole, "\(chunks.map(\.count))")
      }
    }
  }

  /// A source of given chunks.
  private final class Chunks: ByteSource {
    private var chunks: ArraySlice<[UInt8]>

    init(_ chunks: [[UInt8]]) {
      self.chunks = chunks[...]
    }

    func next() -> [UInt8] { chunks.popFirst() ?? [] }
  }

  private static func rows(_ chunks: Chunks, _ format: CaptionSource.Format) throws -> [String] {
    let source = CaptionSource(path: "t", format: format)
    var rows = source.rows(try ByteStream(source: chunks, path: "t"), CaptionOptions())
    var sink = CaptionSink(index: 0, source: source)
    while try rows.next(into: &sink) {}
    return sink.captions.map { "\($0.line) \(String(describing: $0.image)) \($0.text)" }
      + sink.samples.map(\.detail) + ["\(sink.file.rows) \(sink.file.badRows)"]
  }
}
