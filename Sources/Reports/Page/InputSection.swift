/// Where images and captions went, and what made the data set.
enum InputSection {
  private struct Pair {
    let name: String
    let value: String
  }

  private struct Reason {
    let reason: String
    let count: String
    let samples: [RejectionSample]
  }

  private struct View {
    let counts: [Pair]
    let captions: [Pair]
    let hasCaptions: Bool
    let reasons: [Reason]
    let provenance: [Pair]
    let hasProvenance: Bool
  }

  private static let template = """
    <div class="grid">
    <table><caption>Images</caption><tbody>
    {{#counts}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
    {{/counts}}</tbody></table>
    {{#hasCaptions}}<table><caption>Captions</caption><tbody>
    {{#captions}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
    {{/captions}}</tbody></table>{{/hasCaptions}}
    </div>
    {{#reasons}}<details open><summary>{{reason}}: {{count}}</summary><ul class="samples">
    {{#samples}}<li><code><bdi>{{key}}</bdi></code> <span>{{detail}}</span></li>{{/samples}}
    </ul></details>{{/reasons}}
    {{#hasProvenance}}<div class="scroll"><table class="provenance"><caption>Made by</caption>
    <tbody>{{#provenance}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
    {{/provenance}}</tbody></table></div>{{/hasProvenance}}
    """

  static func make(_ report: Report) throws -> PageSection {
    let images = report.images
    let captions = report.captionCounts.sorted { $0.key < $1.key }
      .map { Pair(name: $0.key, value: NumberText.count($0.value)) }
    let provenance = report.provenance.sorted { $0.key < $1.key }
      .map { Pair(name: $0.key, value: $0.value) }
    return try PageSection(
      anchor: "inputs", heading: "What went in", short: "Inputs", template: template,
      view: View(
        counts: [
          Pair(name: "in the list", value: NumberText.count(images.total)),
          Pair(name: "used", value: NumberText.count(images.used)),
          Pair(name: "rejected", value: NumberText.count(images.rejected)),
          Pair(name: "with captions", value: NumberText.count(images.withCaptions)),
          Pair(name: "with ground truth", value: NumberText.count(images.annotated)),
        ],
        captions: captions, hasCaptions: !captions.isEmpty,
        reasons: (report.rejections + report.inputRejections).map { rejection in
          Reason(
            reason: rejection.reason.replacing("_", with: " "),
            count: NumberText.count(rejection.count), samples: rejection.samples)
        },
        provenance: provenance, hasProvenance: !provenance.isEmpty))
  }
}
