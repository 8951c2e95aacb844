/// The rows of a JSON array, one on a line.
struct JSONRows {
  /// Rows so far.
  private(set) var count = 0
  private let file: ExportFile

  init(_ file: ExportFile) {
    self.file = file
  }

  mutating func add(_ row: String) throws {
    try file.write((count == 0 ? "\n" : ",\n") + row)
    count += 1
  }
}
