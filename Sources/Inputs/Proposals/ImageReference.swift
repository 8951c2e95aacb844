/// How a row of a file names its image.
enum ImageReference: Hashable {
  case id(UInt64)
  case name(String)

  /// For messages.
  var text: String {
    switch self {
    case .id(let id): "image id \(id)"
    case .name(let name): "'\(name.prefix(80))'"
    }
  }
}
