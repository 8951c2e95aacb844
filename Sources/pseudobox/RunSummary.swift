import Foundation
import Inputs
import Labeling
import Pipeline
import Reports

/// What `pseudobox run` prints on stdout when it is done: the numbers that people look for first.
struct RunSummary {
  let result: LabelingResult
  let report: Reports.Report
  let page: String
  let seconds: Double

  /// The lines, `name  value` in two columns.
  var text: String {
    rows.map { name, value in
      name.padding(toLength: 36, withPad: " ", startingAt: 0) + value + "\n"
    }.joined()
  }

  private var rows: [(String, String)] {
    var rows = [
      ("images", "\(report.images.total) (\(report.images.rejected) rejected)"),
      ("regions", "\(report.regions.total)"),
      ("concepts in the pool", "\(report.concepts.poolSize)"),
    ]
    if let coverage = report.poolCoverage {
      rows.append(("named classes in the pool", Self.text(coverage.classes)))
    }
    for file in result.inputs.proposalFiles {
      rows.append(("proposals of source \(file.source)", file.report.summary))
    }
    if let quality = report.proposalQuality, let all = quality.group("all"),
      let point = all.point(boxes: 50)
    {
      rows.append(("proposal recall, IoU 0.5, 50 boxes", Self.percent(point.recall50)))
    }
    if let quality = report.labelQuality {
      for group in quality.onGroundTruthBoxes {
        rows.append(("top-1 on ground truth, \(group.name)", Self.text(group.top1)))
      }
      for group in quality.onProposals where group.name == "all" {
        rows.append(("top-1 on proposals, all", Self.text(group.top1)))
      }
      if let boxes = quality.classBoxes {
        rows.append(("best class box on its object", Self.text(boxes.bestLocalisation)))
      }
    }
    if let regions = result.regions, let images = regions.counts["images"], images > 0 {
      rows.append(("images in this run", "\(images)"))
    }
    rows.append(("wall time", String(format: "%.1f s", seconds)))
    if let peak = ProcessMemory.peakBytes {
      rows.append(("peak memory", "\(peak >> 20) MB"))
    }
    rows.append(("report", page))
    return rows
  }

  private static func percent(_ share: Double) -> String {
    String(format: "%.1f %%", share * 100)
  }

  private static func text(_ proportion: Proportion) -> String {
    let share = proportion.value.map(percent) ?? "none"
    return "\(share) (\(proportion.hits) of \(proportion.total))"
  }
}
