import Codecs
import Records

/// Proposals in columns with a header: one box on each row.
struct DelimitedProposals {
  private let path: String
  private let separator: UInt8

  init(_ path: String, separator: UInt8) {
    self.path = path
    self.separator = separator
  }

  /// Which columns hold what.
  private struct Layout {
    var image: Int
    /// Whether numbers in that column are ids.
    var isID: Bool
    var box: [Int]
    var format: ProposalFileOptions.BoxFormat
    var score: Int?
    var isLogit = false
    var count: Int
  }

  private static let imageNames = [
    "image_id", "imageid", "image", "file_name", "filename", "key", "image_key", "stem", "path",
  ]
  private static let boxNames: [(names: [String], format: ProposalFileOptions.BoxFormat)] = [
    (["x1", "y1", "x2", "y2"], .xyxy), (["xmin", "ymin", "xmax", "ymax"], .xyxy),
    (["left", "top", "right", "bottom"], .xyxy), (["cx", "cy", "w", "h"], .cxcywh),
    (["cx", "cy", "width", "height"], .cxcywh), (["x", "y", "w", "h"], .xywh),
    (["x", "y", "width", "height"], .xywh),
  ]
  private static let scoreNames = ["score", "confidence", "conf", "objectness", "logit"]

  /// Reads the rows; returns the file's digest.
  func read(into sink: inout ProposalSink) throws -> SHA256Digest {
    let content = try FileContent(path: path, check: sink.check)
    var lines = LineWindow(try ByteStream(source: content, path: path))
    var layout: Layout?
    var fields: [[UInt8]] = []
    while try lines.hasMore() {
      if lines.isBlankLine {
        lines.dropLine()
        continue
      }
      let place = lines.position
      var row = QuotedRow(separator: separator)
      if let error = try row.read(&lines, into: &fields) {
        guard layout != nil else { throw error }
        lines.dropLine()
        sink.reject(.malformedRow, "\(error)", at: place)
        continue
      }
      lines.drop(row.length)
      if let layout {
        try add(fields, layout, at: place, to: &sink)
      } else {
        layout = try self.layout(of: fields, line: place.line)
      }
    }
    return content.stored.digest
  }

  private func layout(of header: [[UInt8]], line: Int) throws -> Layout {
    let shown = header.map { String(decoding: $0.prefix(64), as: UTF8.self) }
    let names = shown.map { name in
      name.lowercased().split { $0 == " " || $0 == "#" }.joined(separator: " ")
    }
    func column(_ candidates: [String]) -> Int? {
      candidates.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    let box = Self.boxNames.lazy.compactMap { found -> ([Int], ProposalFileOptions.BoxFormat)? in
      let columns = found.names.compactMap { names.firstIndex(of: $0) }
      return columns.count == 4 ? (columns, found.format) : nil
    }.first
    guard let image = column(Self.imageNames), let (columns, format) = box else {
      let isImageMissing = column(Self.imageNames) == nil
      throw InputError.unknownProposalColumns(
        path: path, line: line,
        expected: isImageMissing
          ? "a column image_id, image, file_name or key"
          : "columns x1, y1, x2, y2, or x, y, w, h, or cx, cy, w, h",
        columns: Array(shown.prefix(32)))
    }
    let score = column(Self.scoreNames)
    return Layout(
      image: image, isID: ["image_id", "imageid"].contains(names[image]), box: columns,
      format: format, score: score,
      isLogit: score.map { names[$0] == "logit" } ?? false, count: names.count)
  }

  private func add(
    _ fields: [[UInt8]], _ layout: Layout, at place: ByteStream.Position,
    to sink: inout ProposalSink
  ) throws {
    guard fields.count == layout.count else {
      sink.reject(
        .malformedRow, "expected \(layout.count) columns, found \(fields.count)", at: place)
      return
    }
    let image = String(decoding: fields[layout.image], as: UTF8.self)
    guard !image.isEmpty else {
      sink.reject(.malformedRow, "expected an image, found an empty field", at: place)
      return
    }
    var numbers: [Double] = []
    for column in layout.box + (layout.score.map { [$0] } ?? []) {
      guard let number = DecimalText.value(Self.trimmed(fields[column])) else {
        let found = String(decoding: fields[column].prefix(40), as: UTF8.self)
        sink.reject(.malformedRow, "expected a number, found '\(found)'", at: place)
        return
      }
      numbers.append(number)
    }
    let reference = layout.isID ? ImageReference(idText: image) : .name(image)
    let score = layout.score == nil ? nil : numbers.removeLast()
    try sink.add(
      ProposalSink.Row(
        numbers: numbers, score: score, scores: layout.isLogit ? .logit : nil,
        format: layout.format),
      to: sink.position(of: reference), at: place)
  }

  private static func trimmed(_ field: [UInt8]) -> ArraySlice<UInt8> {
    var field = field[...]
    while field.first == 0x20 { field.removeFirst() }
    while field.last == 0x20 { field.removeLast() }
    return field
  }
}
