import Records

/// Rows of columns: comma-separated (RFC 4180) or tab-separated.
///
/// Commas: a field that begins with a quote ends with one, may hold commas, doubled quotes and line
/// ends, and nothing may follow it. Tabs: the same where it can be read that way and gives as many
/// columns as the header; else a quote is a sign like any other, as most such files have it.
///
/// A row that cannot be read costs its first line only: reading goes on with the next one.
struct DelimitedRows: CaptionRows {
  private var lines: LineWindow
  private let separator: UInt8
  private let options: CaptionOptions
  private var layout: ColumnLayout?
  private var fields: [[UInt8]] = []
  private var isTab: Bool { separator == 0x09 }

  init(_ stream: ByteStream, separator: UInt8, _ options: CaptionOptions) {
    lines = LineWindow(stream)
    self.separator = separator
    self.options = options
  }

  mutating func next(into sink: inout CaptionSink) throws -> Bool {
    guard try lines.hasMore() else { return false }
    let place = lines.position
    if lines.isBlankLine {
      lines.dropLine()
      return true
    }
    if layout == nil {
      if let error = try readRow() { throw error }
      let layout = try ColumnLayout(
        firstRow: fields, options, isTab: isTab, path: lines.path, line: place.line)
      self.layout = layout
      if layout.hasHeader { return true }
    } else if let error = try readRow() {
      sink.file.rows += 1
      sink.rejectRow(error)
      return true
    }
    guard let layout else { return true }
    sink.file.rows += 1
    do {
      try add(layout, at: place, to: &sink)
    } catch let error as InputError {
      sink.rejectRow(error)
    }
    return true
  }

  /// Takes a row into `fields`; of a bad row only the first line.
  private mutating func readRow() throws -> InputError? {
    let isPlain = !lines.firstLineHasQuote
    if isPlain || isTab {
      if !isPlain, try isQuotedRow() { return nil }
      guard !lines.isFirstLineCut else {
        let error = lines.tooLong()
        lines.dropLine()
        return error
      }
      let error = splitFirstLine()
      lines.dropLine()
      return error
    }
    var parser = QuotedRow(separator: separator)
    if let error = try parser.read(&lines, into: &fields) {
      lines.dropLine()
      return error
    }
    lines.drop(parser.length)
    return nil
  }

  /// Whether a row of tabs with quotes in it is one of RFC 4180; takes it if so.
  private mutating func isQuotedRow() throws -> Bool {
    var parser = QuotedRow(separator: separator)
    guard lines.firstLineHasQuotedField(separator: separator),
      try parser.read(&lines, into: &fields) == nil,
      fields.count == layout?.count ?? fields.count
    else { return false }
    lines.drop(parser.length)
    return true
  }

  private mutating func splitFirstLine() -> InputError? {
    let line = lines.firstLine
    fields.removeAll(keepingCapacity: true)
    var start = line.startIndex
    while true {
      let end = line[start...].firstIndex(of: separator) ?? line.endIndex
      guard fields.count < QuotedRow.fieldsMax else {
        return lines.malformed("at most \(QuotedRow.fieldsMax) columns", "more", at: start)
      }
      guard end - start <= QuotedRow.fieldBytesMax else {
        return lines.malformed(
          "a field of at most \(QuotedRow.fieldBytesMax) bytes", "a longer one", at: start)
      }
      fields.append(Array(line[start..<end]))
      guard end < line.endIndex else { return nil }
      start = end + 1
    }
  }

  private func add(
    _ layout: ColumnLayout, at place: ByteStream.Position, to sink: inout CaptionSink
  ) throws {
    func malformed(_ expected: String, _ found: String, column: Int = 1) -> InputError {
      .malformed(
        path: lines.path, line: place.line, column: column, expected: expected, found: found)
    }
    guard fields.count == layout.count else {
      throw malformed(
        "\(layout.count) columns separated by \(isTab ? "tabs" : "commas")", "\(fields.count)")
    }
    var image: CaptionImage?
    if let column = layout.image {
      guard !fields[column].isEmpty else { throw malformed("an image name", "an empty field") }
      image = .name(ImageKey(bytes: fields[column]))
    }
    let bytes = fields[layout.caption]
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let before = fields[..<layout.caption].reduce(0) { $0 + $1.count + 1 }
      throw lines.notText(bytes[...], at: place, from: before)
    }
    for caption in regionCLIPCaptions(bytes, at: place) ?? [text] {
      sink.add(caption, of: image, at: place)
    }
  }

  /// The captions of RegionCLIP's tables, whose second column is `{"captions": [...]}`; `nil` for any
  /// other text.
  private func regionCLIPCaptions(
    _ field: [UInt8], at place: ByteStream.Position
  ) -> [String]? {
    guard isTab, field.first == UInt8(ascii: "{"), field.last == UInt8(ascii: "}") else {
      return nil
    }
    let record = JSONCaptionRecord(options)
    return (try? record.content(of: field, at: place, in: lines.path))?.captions
  }
}
