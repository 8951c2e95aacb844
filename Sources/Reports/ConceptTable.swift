import Records

/// The concepts as CSV (RFC 4180), safe to open in a spreadsheet.
struct ConceptTable {
  let rows: [ConceptRow]

  private static let header = [
    "id", "concept", "caption_occurrences", "caption_images", "regions", "regions_kept",
    "mean_cosine", "image_labels", "class_boxes", "category", "split",
  ]

  /// The table with a heading line, one line for each concept in ascending id.
  var text: String {
    var result = Self.header.joined(separator: ",") + "\r\n"
    for row in rows {
      let concept = row.frequency
      let cells = [
        "\(concept.id)", Self.cell(concept.name), "\(concept.occurrences)", "\(concept.images)",
        "\(concept.regions)", "\(concept.kept)",
        concept.meanCosine.map { NumberText.fixed($0, decimals: 6) } ?? "",
        "\(row.imageLabels)", "\(row.classBoxes)",
        Self.cell(row.categories.map(\.name).joined(separator: "; ")),
        Self.cell(row.categories.compactMap(\.split).joined(separator: "; ")),
      ]
      result += cells.joined(separator: ",") + "\r\n"
    }
    return result
  }

  /// A cell of text: quoted where needed, and never a formula.
  ///
  /// A spreadsheet takes a cell that starts with `=`, `+`, `-` or `@` (also in full width) as a
  /// formula, some after blanks; an apostrophe before it makes it text.
  static func cell(_ text: String) -> String {
    let guarded = guarded(text)
    let needsQuotes = guarded.unicodeScalars.contains { ",;\"\r\n\t'".unicodeScalars.contains($0) }
    guard needsQuotes else { return guarded }
    var result = String.UnicodeScalarView()
    result.append("\"")
    for scalar in guarded.unicodeScalars {
      if scalar == "\"" { result.append("\"") }
      result.append(scalar)
    }
    result.append("\"")
    return String(result)
  }

  /// The text with an apostrophe before what could begin a formula, also behind the signs at which
  /// spreadsheets of other countries cut a line into cells.
  private static func guarded(_ text: String) -> String {
    let visible = PageText.visible(text)
    let cuts = ",;\t\r\n".unicodeScalars
    let startsWithBlank = visible.unicodeScalars.first?.properties.isWhitespace ?? false
    var result = startsWithBlank ? "'" : ""
    var rest = visible.unicodeScalars[...]
    while let cut = rest.firstIndex(where: cuts.contains) {
      let next = rest.index(after: cut)
      result += guardedPart(String(rest[..<cut])) + String(rest[cut])
      rest = rest[next...]
    }
    return result + guardedPart(String(rest))
  }

  private static func guardedPart(_ visible: String) -> String {
    let start = visible.unicodeScalars.first {
      !$0.properties.isWhitespace && $0 != "'" && $0 != "\""
    }
    let isFormula = start.map { "=+-@|%＝＋－＠".unicodeScalars.contains($0) } ?? false
    return isFormula ? "'" + visible : visible
  }
}
