import Mustache

/// A Mustache template of the page whose `{{name}}` values go through `PageText`.
///
/// The library's own HTML escaping compares whole characters and so lets a quote with a combining
/// mark through; every template is therefore made here and nowhere else.
struct PageTemplate {
  private let template: MustacheTemplate

  /// Parses `source`.
  ///
  /// - Throws: `ReportError.template` when it is no template.
  init(name: String, source: String) throws {
    MustacheContentTypes.register(PageContent(), named: PageContent.name)
    do {
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageContent.name)}}" + source)
    } catch {
      throw ReportError.template(name: name, detail: "\(error)")
    }
  }

  /// Renders the stored properties of `view` into the template.
  func render(_ view: Any) -> String {
    template.render(view)
  }

  private struct PageContent: MustacheContentType {
    static let name = "PSEUDOBOX_PAGE"

    func escapeText(_ text: String) -> String {
      PageText.escaped(text)
    }
  }
}
