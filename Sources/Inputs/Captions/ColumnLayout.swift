/// Which columns of a table hold what, told by options, by a header, or by what is usual.
struct ColumnLayout: Hashable {
  var image: Int?
  var caption: Int
  /// Columns that every row must have.
  var count: Int
  /// Whether the first row is a header.
  var hasHeader: Bool

  /// Reads the first row of a file.
  ///
  /// A column told by a name that the row has, or one of the usual names for captions, makes the row
  /// a header. Without a header and without options, tabs mean `image<TAB>caption`, or
  /// `caption<TAB>URL` as Conceptual Captions has it, or a caption alone.
  ///
  /// - Throws: `InputError.unknownColumn` or `.malformed`, with the columns that are there.
  init(
    firstRow: [[UInt8]], _ options: CaptionOptions, isTab: Bool, path: String, line: Int
  ) throws {
    let names = firstRow.map { field in
      String(String(decoding: field.prefix(256), as: UTF8.self).drop { $0 == " " })
    }
    count = firstRow.count
    let lower = names.map { $0.lowercased() }
    func usual(_ candidates: [String]) -> Int? {
      candidates.lazy.compactMap { lower.firstIndex(of: $0) }.first
    }
    func told(_ wanted: String) throws -> (column: Int, isName: Bool) {
      if let column = names.firstIndex(of: wanted) ?? lower.firstIndex(of: wanted.lowercased()) {
        return (column, true)
      }
      guard let number = Int(wanted), (1...names.count).contains(number) else {
        throw InputError.unknownColumn(
          path: path, line: line, name: wanted, columns: Array(names.prefix(32)),
          suggestion: NearestName.nearest(to: wanted, in: names))
      }
      return (number - 1, false)
    }
    let caption = try options.captionColumn.map(told)
    let image = try options.imageColumn.map(told)
    if let caption {
      let isHeader =
        caption.isName || image?.isName ?? false
        || options.names.contains(lower[caption.column])
      self.caption = caption.column
      self.image = image?.column ?? (isHeader ? usual(CaptionOptions.imageNames) : nil)
      if self.image == self.caption { self.image = nil }
      hasHeader = isHeader
      return
    }
    if let column = usual(options.names) {
      self.caption = column
      self.image = image?.column ?? usual(CaptionOptions.imageNames)
      hasHeader = true
      return
    }
    guard isTab, count <= 2, image?.isName != true else {
      throw InputError.unknownColumn(
        path: path, line: line, name: nil, columns: Array(names.prefix(32)),
        suggestion: options.names.lazy
          .compactMap { NearestName.nearest(to: $0, in: names) }.first)
    }
    hasHeader = false
    if count == 1 {
      self.caption = 0
      self.image = nil
    } else if let image {
      self.caption = 1 - image.column
      self.image = image.column
    } else {
      guard options.names != CaptionOptions.imageNames else {
        // A list of images, which may have captions beside it.
        self.caption = 0
        self.image = nil
        return
      }
      let isURL = lower[1].hasPrefix("http://") || lower[1].hasPrefix("https://")
      self.caption = isURL ? 0 : 1
      self.image = isURL ? 1 : 0
    }
  }
}
