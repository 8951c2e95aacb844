/// One part of the page: a heading, its shorter name in the contents, and its HTML.
struct PageSection {
  /// Fragment by which the contents point at it.
  let anchor: String
  let heading: String
  let short: String
  let html: String

  /// Renders `view` by `template`.
  ///
  /// - Throws: `ReportError.template` when the template does not parse.
  init(anchor: String, heading: String, short: String? = nil, template: String, view: Any) throws {
    self.anchor = anchor
    self.heading = heading
    self.short = short ?? heading
    html = try PageTemplate(name: anchor, source: template).render(view)
  }
}
