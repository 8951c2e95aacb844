import Records

/// Which regions of an image an export takes.
struct RegionChoice {
  private let top: Int
  private let scoreMin: Float
  /// By place in the configuration whether a source is taken; sources beyond the list are.
  private let isTaken: [Bool]

  /// The kind whose boxes are the annotation's own: exported when it is asked for, or when there is
  /// no other.
  static let groundTruth = "ground_truth"

  /// Takes what the options ask for of sources of these kinds, by their number.
  ///
  /// - Throws: `ExportError.unknownSource`.
  init(_ options: ExportOptions, format: FormatDescription, kinds: [String]) throws {
    top = options.top ?? format.top ?? .max
    scoreMin = options.scoreMin ?? -.infinity
    guard let wanted = options.sources else {
      let isAlone = kinds.allSatisfy { $0 == Self.groundTruth }
      isTaken = kinds.map { isAlone || $0 != Self.groundTruth }
      return
    }
    for name in wanted where !kinds.contains(name) {
      throw ExportError.unknownSource(name: name, known: kinds)
    }
    isTaken = kinds.map(wanted.contains)
  }

  /// Whether a region's source is taken.
  func takes(_ source: UInt8) -> Bool {
    isTaken.indices.contains(Int(source)) ? isTaken[Int(source)] : true
  }

  /// The regions that are taken, best first; what is left out is counted.
  func regions(of record: RegionRecord, _ report: inout ExportReport) -> [Int] {
    var taken: [Int] = []
    for region in record.boxes.indices {
      if !takes(record.sources[region]) {
        report.note("regions left out: a source that is not taken")
      } else if record.scores[region] < scoreMin {
        report.note("regions left out: score below \(scoreMin)")
      } else if record.boxes[region].area <= 0 {
        report.note("regions left out: the box is empty", key: record.key)
      } else if taken.count >= top {
        report.note("regions left out: behind the first \(top)")
      } else {
        taken.append(region)
      }
    }
    return taken
  }
}
