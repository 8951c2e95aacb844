internal import GRDB

extension DatasetIndex {
  /// What differs between this index and `expected`, a few rows of each table; empty for equal ones.
  public func differences(from expected: DatasetIndex) throws(IndexError) -> [String] {
    precondition(expected !== self, "SQLite would be entered twice")
    var found: [String] = []
    for table in IndexSchema.keys.keys.sorted() {
      found += try differences(of: table, from: expected)
    }
    return found
  }

  private func differences(
    of table: String, from expected: DatasetIndex
  ) throws(IndexError) -> [String] {
    let sql = "SELECT * FROM \(table) ORDER BY \(IndexSchema.keys[table] ?? "1")"
    return try read { ours in
      var found: [String] = []
      let rows = try Row.fetchCursor(ours, sql: sql)
      try expected.read { theirs in
        let expectedRows = try Row.fetchCursor(theirs, sql: sql)
        // Rows are of the same shape, since both have the version of the schema that is in use.
        while found.count < 3 {
          let (row, other) = (try rows.next()?.copy(), try expectedRows.next()?.copy())
          if row == nil && other == nil { break }
          guard row != other else { continue }
          let texts = [other, row].map { $0.map { "\($0)" } ?? "no more rows" }
          found.append("table \(table): expected \(texts[0]), found \(texts[1])")
          if row == nil || other == nil { break }
        }
      }
      return found
    }
  }
}
