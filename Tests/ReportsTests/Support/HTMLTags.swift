/// The tags of a page with their attributes' names, in order: the structure that a browser builds.
///
/// Reads HTML as the specification's tokenizer does for the parts that the page uses: quoted
/// attributes, raw text inside `style`, `script` and `title`.
struct HTMLTags {
  private(set) var tags: [String] = []
  private var rest: Substring.UnicodeScalarView

  init(_ html: String) {
    rest = html[...].unicodeScalars
    while let start = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: start)...]
      guard let next = rest.first, next == "/" || next == "!" || next == "?" || isLetter(next)
      else {
        continue
      }
      let tag = readTag()
      tags.append(tag)
      if let name = ["style", "script", "title"].first(where: {
        tag == $0 || tag.hasPrefix($0 + " ")
      }) {
        skipRawText(until: "</\(name)")
      }
    }
  }

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private mutating func readTag() -> String {
    var tag = ""
    var quote: Unicode.Scalar?
    while let scalar = rest.popFirst() {
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      } else if scalar == ">" {
        break
      } else {
        tag.unicodeScalars.append(scalar)
      }
    }
    return tag
  }

  private mutating func skipRawText(until end: String) {
    while !rest.isEmpty && !rest.starts(with: end.unicodeScalars) { rest.removeFirst() }
  }
}
