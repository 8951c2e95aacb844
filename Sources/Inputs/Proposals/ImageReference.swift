/// How a row of a file names its image.
enum ImageReference: Hashable {
  case id(UInt64)
  case name(String)
  /// A number written as text where an id is expected: an id, or else a name.
  case numeral(UInt64, String)

  /// What a text means where an id is expected; programs that keep ids as floats write `139.0`.
  init(idText text: String) {
    let digits = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    self = UInt64(digits).map { .numeral($0, text) } ?? .name(text)
  }

  /// The number, if it is one.
  var id: UInt64? {
    switch self {
    case .id(let id), .numeral(let id, _): id
    case .name: nil
    }
  }

  /// For messages.
  var text: String {
    switch self {
    case .id(let id): "image id \(id)"
    case .name(let name), .numeral(_, let name): "'\(name.prefix(80))'"
    }
  }
}
