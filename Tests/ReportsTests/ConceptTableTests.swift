import Records
import Testing

@testable import Reports

struct ConceptTableTests {
  /// Reads one line of CSV as RFC 4180 has it.
  private func cells(of line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for scalar in line.unicodeScalars {
      if scalar == "\"" {
        isQuoted.toggle()
        cells[cells.count - 1].unicodeScalars.append(scalar)
      } else if scalar == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].unicodeScalars.append(scalar)
      }
    }
    return cells.map { cell in
      cell.hasPrefix("\"")
        ? String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"") : cell
    }
  }

  @Test(arguments: Payloads.all)
  func `no cell of text starts a formula and every row has eleven cells`(payload: String) {
    let row = ConceptRow(
      frequency: ConceptFrequency(
        id: 7, name: payload, occurrences: 1, images: 2, regions: 3, kept: 4, meanCosine: -0.25),
      imageLabels: 5, classBoxes: 6,
      categories: [Category(id: 1, name: payload, split: payload)])
    let text = ConceptTable(rows: [row]).text
    let lines = text.split(separator: "\r\n", maxSplits: 1)
    let read = cells(of: String(lines[1].dropLast()))
    #expect(read.count == 11, "\(read)")
    for place in [1, 9, 10] where read.count == 11 {
      let first = read[place].unicodeScalars.first
      #expect(!"=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first ?? "x"), "\(read[place])")
    }
    #expect(read[6] == "-0.250000")
  }

  @Test func `plain names stand as they are`() {
    for name in ["cat", "traffic light", "café", "t-shirt", "3d glasses"] {
      #expect(ConceptTable.cell(name) == name)
    }
    #expect(ConceptTable.cell("a,b") == "\"a,b\"")
    #expect(ConceptTable.cell("say \"hi\"") == "\"say \"\"hi\"\"\"")
    #expect(ConceptTable.cell("=1+1") == "\"'=1+1\"")
  }

  @Test func `nothing becomes a formula where a semicolon or a tab cuts cells`() {
    #expect(ConceptTable.cell("x;=1+1;y") == "\"x;'=1+1;y\"")
    #expect(ConceptTable.cell("cat; =cmd") == "\"cat;' =cmd\"")
    #expect(ConceptTable.cell("a,\"@b") == "\"a,'\"\"@b\"")
    #expect(ConceptTable.cell("cat; sofa") == "\"cat; sofa\"")
  }
}
