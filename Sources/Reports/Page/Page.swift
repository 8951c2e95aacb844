import Codecs
import Foundation

/// The whole page: one HTML file that needs nothing else.
struct Page {
  private struct Head {
    let title: String
    let policy: String
    let style: String
    let script: String
    let sections: [PageSection]
  }

  private static let template = """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{{policy}}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{{title}}</title><style>{{{style}}}</style></head>
    <body><header><h1 dir="auto">{{title}}</h1>
    <nav aria-label="Contents">{{#sections}}<a href="#{{anchor}}">{{heading}}</a>
    {{/sections}}</nav></header><main>
    {{#sections}}<section id="{{anchor}}"><h2>{{heading}}</h2>
    {{{html}}}
    </section>
    {{/sections}}</main>
    <footer>Every number of this page is in <code>report.json</code>.</footer>
    <script>{{{script}}}</script></body></html>

    """

  /// Nothing may load but embedded pictures; no script may run but the one whose digest is named.
  static let policy: String = {
    let digest = Data(SHA256Digest(of: Array(PageScript.source.utf8)).bytes).base64EncodedString()
    return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
      + "script-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
  }()

  /// Renders the page.
  ///
  /// - Throws: `ReportError.template` when a template does not parse.
  static func html(of finished: FinishedReport, pictures: PictureSet) throws -> String {
    let report = finished.report
    var sections = [try SummarySection.make(report)]
    if let quality = report.proposalQuality { sections.append(try ProposalSection.make(quality)) }
    if let quality = report.labelQuality {
      sections.append(
        try LabelSection.make(quality, keepThreshold: report.labels?.keepThreshold))
    }
    if let gallery = try GallerySection.make(finished, pictures: pictures) {
      sections.append(gallery)
    }
    if report.categories.contains(where: { $0.recall50.total > 0 }) {
      sections.append(try CategorySection.make(report.categories))
    }
    sections.append(try ConceptSection.make(finished, pictures: pictures))
    sections.append(try DistributionSection.make(report))
    if !report.leaks.isEmpty { sections.append(try LeakSection.make(report.leaks)) }
    sections.append(try InputSection.make(report))
    return try PageTemplate(name: "page", source: template).render(
      Head(
        title: report.title, policy: policy, style: PageStyle.source,
        script: PageScript.source, sections: sections))
  }
}
