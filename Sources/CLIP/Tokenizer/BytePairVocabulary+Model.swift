extension BytePairVocabulary {
  /// Rows that a token embedding may have beyond the vocabulary: some are filled up to a multiple
  /// of 128.
  private static let paddingMax = 127

  /// Throws `TokenizerError.otherModel` unless a token embedding of `rows` rows can be this
  /// vocabulary's and `endID`, where a configuration names one, is its end of text.
  func check(fits rows: Int, endID: Int?) throws {
    guard size <= rows, rows - size <= Self.paddingMax else {
      throw TokenizerError.otherModel(
        path: path, property: "number of ids", expected: "\(rows)", found: "\(size)")
    }
    if let endID, endID != Int(end) {
      throw TokenizerError.otherModel(
        path: path, property: "id of the end of text", expected: "\(endID)", found: "\(end)")
    }
  }
}
