/// One part of the page: a heading that the contents list, and its HTML.
struct PageSection {
  /// Fragment by which the contents point at it.
  let anchor: String
  let heading: String
  let html: String

  /// Renders `view` by `template`.
  ///
  /// - Throws: `ReportError.template` when the template does not parse.
  init(anchor: String, heading: String, template: String, view: Any) throws {
    self.anchor = anchor
    self.heading = heading
    html = try PageTemplate(name: anchor, source: template).render(view)
  }
}
