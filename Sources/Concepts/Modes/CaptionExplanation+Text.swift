import Records

extension CaptionExplanation {
  /// The explanation as a table for people, several lines.
  public var text: String {
    var lines = ["caption  \(caption)"]
    if !tokens.isEmpty {
      lines += ["", "tokens"]
      lines += Self.table(
        [["span", "token", "lemma", "tag", "chunk"]]
          + tokens.map {
            ["\($0.start)-\($0.end)", $0.text, $0.lemma ?? "", $0.tag ?? "", $0.chunk ?? ""]
          })
    }
    if !candidates.isEmpty {
      lines += ["", "names"]
      lines += Self.table(
        [["span", "text", "result", "rule", ""]]
          + candidates.map {
            [
              "\($0.start)-\($0.end)", $0.surface, $0.concept.map { "= \($0)" } ?? "dropped",
              $0.rule, $0.reason,
            ]
          })
    }
    if let rejection {
      lines += ["", "no concept: \(rejection.reason.rawValue) (\(rejection.detail))"]
    }
    return lines.map(Self.withoutTrailingSpace).joined(separator: "\n") + "\n"
  }

  /// The explanation as one JSON object on one line.
  public var json: String {
    func text(_ value: String?) -> String { value.map(JSONString.quoted) ?? "null" }
    let tokens = tokens.map { token in
      "{\"text\":\(text(token.text)),\"lemma\":\(text(token.lemma)),\"start\":\(token.start),"
        + "\"end\":\(token.end),\"tag\":\(text(token.tag)),\"chunk\":\(text(token.chunk))}"
    }
    let candidates = candidates.map { candidate in
      "{\"surface\":\(text(candidate.surface)),\"start\":\(candidate.start),"
        + "\"end\":\(candidate.end),\"concept\":\(text(candidate.concept)),"
        + "\"rule\":\(text(candidate.rule)),\"reason\":\(text(candidate.reason))}"
    }
    let rejection = rejection.map {
      "{\"reason\":\(text($0.reason.rawValue)),\"detail\":\(text($0.detail))}"
    }
    return "{\"caption\":\(text(caption)),\"tokens\":[\(tokens.joined(separator: ","))],"
      + "\"names\":[\(candidates.joined(separator: ","))],\"rejected\":\(rejection ?? "null")}"
  }

  /// Rows in columns, indented by two spaces; long fields are not cut.
  private static func table(_ rows: [[String]]) -> [String] {
    let columns = rows.first?.count ?? 0
    let shown = rows.map { $0.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") } }
    let widths = (0..<columns).map { column in
      min(40, shown.map { $0[column].count }.max() ?? 0)
    }
    return shown.map { row in
      "  "
        + zip(row, widths).map { field, width in
          field + String(repeating: " ", count: max(0, width - field.count))
        }.joined(separator: "  ")
    }
  }

  private static func withoutTrailingSpace(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
