import Records

/// The two ways in which a pool is written for people and other programs, beside `pool.json`.
///
/// `pool.tsv` has one header line and one line per concept:
///
///     id  concept  occurrences  images  surface_forms  example
///
/// Columns are separated by one tab. In text columns a backslash is written `\\`, a tab `\t`, a line
/// feed `\n`, a carriage return `\r`; surface forms are separated by `|`, and a `|` in one is `\p`.
extension ConceptPool {
  static let header = "id\tconcept\toccurrences\timages\tsurface_forms\texample"

  /// The text of `pool.tsv`.
  public func tsv() -> String {
    var text = Self.header + "\n"
    for (id, concept) in concepts.enumerated() {
      let surfaces = concept.surfaceForms.map { PoolEscape.escaped($0) }.joined(separator: "|")
      text += "\(id)\t\(PoolEscape.escaped(concept.name))\t\(concept.occurrences)\t"
      text += "\(concept.images)\t\(surfaces)\t\(PoolEscape.escaped(concept.example))\n"
    }
    return text
  }

  /// The text of RegionCLIP's concept list: `noun,count` on each line, no header.
  ///
  /// Its readers split at the first comma, so commas in names become spaces.
  public func nounCounts() -> String {
    concepts.map { concept in
      let name = String(concept.name.map { $0 == "," ? " " : $0 })
      return "\(name),\(concept.occurrences)\n"
    }.joined()
  }
}

/// The escapes of text columns in `pool.tsv`.
enum PoolEscape {
  /// Writes a text column.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "|": result.append(contentsOf: "\\p".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Reads a text column; `nil` when a backslash is followed by anything but an escape.
  static func unescaped(_ text: some StringProtocol) -> String? {
    var result = String.UnicodeScalarView()
    var isEscape = false
    for scalar in text.unicodeScalars {
      if isEscape {
        switch scalar {
        case "\\": result.append("\\")
        case "t": result.append("\t")
        case "n": result.append("\n")
        case "r": result.append("\r")
        case "p": result.append("|")
        default: return nil
        }
        isEscape = false
      } else if scalar == "\\" {
        isEscape = true
      } else {
        result.append(scalar)
      }
    }
    return isEscape ? nil : String(result)
  }
}
