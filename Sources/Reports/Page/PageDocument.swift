import Codecs
import Foundation

/// One HTML file that needs nothing else: head, contents, sections, style and script.
struct PageDocument {
  let title: String
  /// One sentence under the title; may be empty.
  let about: String
  let sections: [PageSection]
  let footer: String

  private struct View {
    let title: String
    let about: String
    let policy: String
    let style: String
    let script: String
    let sections: [PageSection]
    let footer: String
  }

  private static let template = """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{{policy}}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
    <title>{{title}}</title><style>{{{style}}}</style></head>
    <body><a class="skip" href="#summary">Skip the contents</a><div class="shell">
    <nav class="contents" aria-label="Contents">{{#sections}}<a href="#{{anchor}}">{{short}}</a>
    {{/sections}}</nav><main><header><h1 dir="auto">{{title}}</h1>
    {{#about}}<p class="small" dir="auto">{{.}}</p>{{/about}}</header>
    {{#sections}}<section id="{{anchor}}"><h2><a href="#{{anchor}}">{{heading}}</a></h2>
    {{{html}}}
    </section>
    {{/sections}}<footer>{{footer}}</footer></main></div>
    <script>{{{script}}}</script></body></html>

    """

  /// Nothing may load but embedded pictures; the one script and the one style sheet are named by
  /// their digests.
  static let policy =
    "default-src 'none'; img-src data:; style-src 'sha256-\(digest(PageStyle.source))'; "
    + "script-src 'sha256-\(digest(PageScript.source))'; base-uri 'none'; form-action 'none'"

  private static func digest(_ text: String) -> String {
    Data(SHA256Digest(of: Array(text.utf8)).bytes).base64EncodedString()
  }

  /// The file's text.
  ///
  /// - Throws: `ReportError.template` when the template does not parse.
  var html: String {
    get throws {
      try PageTemplate(name: "page", source: Self.template).render(
        View(
          title: PageText.shortened(title, to: 200), about: about, policy: Self.policy,
          style: PageStyle.source, script: PageScript.source, sections: sections, footer: footer))
    }
  }
}
