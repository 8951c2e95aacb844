import Codecs

/// The order in which the files of a corpus are counted: by name, then contents, whatever the order
/// of arguments, so that parts counted apart agree with a run over all.
enum CorpusOrder {
  /// Sorts paths by the names of their files; contents decide between files of one name.
  ///
  /// - Throws: `FileError` when a file that must be digested cannot be read.
  static func sorted(_ paths: [String]) throws -> [String] {
    let names = paths.map { DurableFile.directoryAndName(of: $0).name }
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    let keyed = try zip(paths, names).map { path, name in
      let digest = counts[name, default: 0] > 1 ? try SHA256Digest(ofFile: path).hex : ""
      return (path: path, name: name, digest: digest)
    }
    return keyed.sorted { left, right in
      if left.name != right.name {
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
      }
      return left.digest < right.digest
    }.map(\.path)
  }
}
