import Foundation
import Labeling
import Pipeline
import Records
import Reports

/// How the proposals of a picture are told: as a table, as JSON, as marks in the picture.
struct ProposalText {
  let path: String
  let found: ProposalPreview.Found
  let preview: ProposalPreview

  /// What `--json` prints.
  struct JSON: Encodable {
    struct Entry: Encodable {
      var box: [Float]
      var score: Float
      var logit: Float
      var source: Int
      var kind: String
      var query: String?
    }

    var image: String
    var width: Int
    var height: Int
    var chain: String
    var counts: [String: Int]
    var proposals: [Entry]
  }

  /// Every proposal.
  var json: JSON {
    JSON(
      image: path, width: found.image.width, height: found.image.height, chain: preview.chain,
      counts: found.report.counts,
      proposals: found.proposals.map { proposal in
        JSON.Entry(
          box: [proposal.box.x1, proposal.box.y1, proposal.box.x2, proposal.box.y2],
          score: proposal.score, logit: proposal.logit, source: Int(proposal.source),
          kind: preview.sourceNames[Int(proposal.source)], query: preview.queryName(of: proposal))
      })
  }

  /// The best proposals, one on a line.
  func table(top: Int) -> String {
    var text = "\(path): \(found.image.width)x\(found.image.height), "
    text += "\(found.proposals.count) boxes behind \(preview.chain)\n"
    for (name, count) in found.report.counts.sorted(by: { $0.key < $1.key }) {
      text += "  \(name): \(count)\n"
    }
    for (rank, proposal) in found.proposals.prefix(top).enumerated() {
      let box = proposal.box
      text += String(
        format: "%4d  %.4f  %8.1f %8.1f %8.1f %8.1f  ", rank + 1, proposal.score, box.x1, box.y1,
        box.x2, box.y2)
      text += preview.sourceNames[Int(proposal.source)]
      text += preview.queryName(of: proposal).map { "  \($0)" } ?? ""
      text += "\n"
    }
    return Terminal.shown(text)
  }

  /// The best proposals as marks, a colour for each source and query.
  func marks(top: Int) -> [BoxPicture.Mark] {
    found.proposals.prefix(top).map { proposal in
      BoxPicture.Mark(
        box: proposal.box,
        label: String(format: "%.2f", proposal.score)
          + (preview.queryName(of: proposal).map { " \($0)" } ?? ""),
        colour: Int(proposal.source) + Int(proposal.query.map { $0 % 64 + 1 } ?? 0))
    }
  }
}
