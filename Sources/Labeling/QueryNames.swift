import Codecs

/// The class names that regions' queries stand for.
public enum QueryNames {
  /// Names by the source's number and the query's, from `regions/queries.tsv`; empty without one.
  public static func read(of dataset: Dataset) -> [Int: [Int: String]] {
    let path = "\(dataset.regions)/\(OWLSources.queriesName)"
    guard let bytes = try? readFile(path, bytesMax: 1 << 30) else { return [:] }
    var names: [Int: [Int: String]] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      guard cells.count >= 3, let source = Int(cells[0]), let query = Int(cells[1]) else {
        continue
      }
      names[source, default: [:]][query] = cells[2]
    }
    return names
  }
}
