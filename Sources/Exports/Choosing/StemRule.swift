import Records

/// How a consumer names the file of an image.
enum StemRule: String {
  /// object-centric-ovd: the path up to its first dot, of that the part after the last slash.
  ///
  /// A dot in a folder's name cuts the path there.
  case beforeFirstDotOfPath = "its path up to the first dot, without folders"
  /// RegionCLIP: the base name up to its first dot.
  case beforeFirstDotOfName = "its base name up to the first dot"

  /// The stem of `key`.
  func stem(of key: ImageKey) -> [UInt8] {
    let dot = UInt8(ascii: ".")
    let slash = UInt8(ascii: "/")
    switch self {
    case .beforeFirstDotOfPath:
      let path = key.bytes.prefix { $0 != dot }
      return Array(path.split(separator: slash, omittingEmptySubsequences: false).last ?? [])
    case .beforeFirstDotOfName:
      let name = key.bytes.split(separator: slash, omittingEmptySubsequences: false).last ?? []
      return Array(name.prefix { $0 != dot })
    }
  }

  /// The stem that `key` would have if only its extension were cut.
  static func plainStem(of key: ImageKey) -> [UInt8] {
    let name = key.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last
    guard let name, let dot = name.lastIndex(of: UInt8(ascii: ".")) else {
      return Array(name ?? [])
    }
    return Array(name[..<dot])
  }
}
