import Records

/// The two ways in which a pool is written for people and other programs, beside `pool.json`.
///
/// `pool.tsv` has one header line and one line per concept:
///
///     id  concept  occurrences  images  noun_rate  physical_share  surface_forms  example
///
/// The two shares have three decimals and are empty where they are not known.
///
/// Columns are separated by one tab. In text columns a backslash is written `\\`, a tab `\t`, a line
/// feed `\n`, a carriage return `\r`; surface forms are separated by `|`, and a `|` in one is `\p`.
extension ConceptPool {
  static let header =
    "id\tconcept\toccurrences\timages\tnoun_rate\tphysical_share\tsurface_forms\texample"

  /// The text of `pool.tsv`.
  public func tsv() -> String {
    var text = Self.header + "\n"
    for (id, concept) in concepts.enumerated() {
      let surfaces = concept.surfaceForms.map { PoolEscape.escaped($0) }.joined(separator: "|")
      text += "\(id)\t\(PoolEscape.escaped(concept.name))\t\(concept.occurrences)\t"
      text += "\(concept.images)\t\(Self.shareText(concept.nounRate))\t"
      text += "\(Self.shareText(concept.physicalShare))\t"
      text += "\(surfaces)\t\(PoolEscape.escaped(concept.example))\n"
    }
    return text
  }

  /// A share in 0...1 with three decimals.
  static func shareText(_ share: Double?) -> String {
    guard let share else { return "" }
    let thousandths = String(Int((min(max(share, 0), 1) * 1000).rounded()))
    let digits = String(repeating: "0", count: 4 - min(4, thousandths.count)) + thousandths
    return digits.dropLast(3) + "." + digits.suffix(3)
  }

  /// The text of `concepts.txt`: one name on each line.
  public func nameList() -> String {
    concepts.map { $0.name + "\n" }.joined()
  }

  /// The text of `collocations.tsv`: longer names whose words belong together, by NPMI descending.
  public func collocationList() -> String {
    let rows = accounting.collocations.map { pair in
      "\(PoolEscape.escaped(pair.name))\t\(pair.occurrences)\t\(Self.shareText(pair.npmi))\t"
        + "\(pair.isDescriptive ? "adjective" : "noun")\t\(pair.isBlocked ? "blocked" : "kept")\n"
    }
    return "name\toccurrences\tnpmi\tmodifier\tstatus\n" + rows.joined()
  }

  /// The text of `misspellings.tsv`: unknown words that look like a frequent concept.
  public func misspellingList() -> String {
    let rows = accounting.misspellings.map { word in
      "\(PoolEscape.escaped(word.word))\t\(word.occurrences)\t"
        + "\(PoolEscape.escaped(word.suggestion))\t\(word.suggestionOccurrences)\n"
    }
    return "word\toccurrences\tsuggestion\tsuggestion_occurrences\n" + rows.joined()
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
