import Records

extension ConceptPool {
  /// Reads `pool.tsv`; `path` is for error messages only.
  ///
  /// - Throws: `ConceptError.badPool` with the line at fault.
  public init(tsv text: String, path: String) throws {
    // By scalars: a combining mark after a separator would hide it inside one character.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Substring($0.last == "\r" ? $0.dropLast() : $0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let header = lines.first, header == Self.header || header == Self.firstHeader else {
      throw ConceptError.badPool(
        path: path, line: 1, expected: "the header '\(Self.header)'",
        found: lines.first.map { "'\($0.prefix(80))'" } ?? "an empty file")
    }
    let hasShares = header == Self.header
    var concepts: [Concept] = []
    var names: Set<String> = []
    for (index, line) in lines.dropFirst().enumerated() {
      let concept = try Self.concept(line, id: index, hasShares: hasShares, path: path)
      guard names.insert(concept.name).inserted else {
        throw ConceptError.badPool(
          path: path, line: index + 2, expected: "a name not seen before",
          found: "'\(concept.name)' again")
      }
      concepts.append(concept)
    }
    self.init(concepts: concepts)
  }

  /// The header of pools without shares, which are still read.
  static let firstHeader = "id\tconcept\toccurrences\timages\tsurface_forms\texample"

  private static func concept(
    _ line: Substring, id: Int, hasShares: Bool, path: String
  ) throws -> Concept {
    var columns = line.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
      .map { Substring($0) }
    func bad(_ expected: String, _ found: some StringProtocol) -> ConceptError {
      .badPool(path: path, line: id + 2, expected: expected, found: "'\(found.prefix(80))'")
    }
    let count = hasShares ? 8 : 6
    guard columns.count == count else { throw bad("\(count) columns", "\(columns.count)") }
    var shares: [Double?] = [nil, nil]
    if hasShares {
      for (place, text) in columns[4...5].enumerated() where !text.isEmpty {
        guard let share = Double(text), (0...1).contains(share) else {
          throw bad("a share from 0 to 1, or nothing", text)
        }
        shares[place] = share
      }
      columns.removeSubrange(4...5)
    }
    guard columns[0] == String(id) else { throw bad("id \(id)", columns[0]) }
    guard let name = PoolEscape.unescaped(columns[1]), !name.isEmpty else {
      throw bad("a concept name", columns[1])
    }
    guard let occurrences = Int(columns[2]), occurrences >= 0 else {
      throw bad("a number of occurrences", columns[2])
    }
    guard let images = Int(columns[3]), images >= 0 else {
      throw bad("a number of images", columns[3])
    }
    let surfaces = columns[4].unicodeScalars.split(separator: "|")
      .map { PoolEscape.unescaped(Substring($0)) }
    guard !surfaces.contains(nil) else { throw bad("surface forms", columns[4]) }
    guard let example = PoolEscape.unescaped(columns[5]) else {
      throw bad("an example with escapes \\\\ \\t \\n \\r \\p", columns[5])
    }
    return Concept(
      name: name, occurrences: occurrences, images: images,
      surfaceForms: surfaces.compactMap { $0 }, example: example, nounRate: shares[0],
      physicalShare: shares[1])
  }

  /// Reads a list of names, one a line, optionally with `,count` as RegionCLIP writes it.
  ///
  /// A comma that no whole number follows is part of the name (`coffee, black`); names may stand in
  /// quotes, as in CSV. What follows a tab and lines that begin with `#` are passed over.
  public init(nameList text: String) {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    self.init(entries: lines.map(Self.entry))
  }

  /// Creates a pool of names without counts.
  public init(names: [String]) {
    self.init(entries: names.map { ($0, 0) })
  }

  /// Blank names and those that were there before are passed over; the order is kept, so that ids are
  /// those of the list.
  private init(entries: [(name: String, occurrences: Int)]) {
    var concepts: [Concept] = []
    var names: Set<String> = []
    for entry in entries {
      let name = ConceptName.cleaned(entry.name)
      guard !name.isEmpty, names.insert(name).inserted else { continue }
      concepts.append(
        Concept(
          name: name, occurrences: entry.occurrences, images: 0, surfaceForms: [], example: ""))
    }
    self.init(concepts: concepts)
  }

  private static func entry(_ line: Substring) -> (name: String, occurrences: Int) {
    func trimmed(_ text: Substring) -> Substring {
      var text = text.drop(while: \.isWhitespace)
      while text.last?.isWhitespace == true { text.removeLast() }
      return text
    }
    var name = trimmed(line.prefix { $0 != "\t" })
    var occurrences = 0
    if let comma = name.lastIndex(of: ",") {
      let tail = trimmed(name[name.index(after: comma)...])
      if let count = tail.isEmpty ? 0 : Int(tail), count >= 0 {
        name = trimmed(name[..<comma])
        occurrences = count
      }
    }
    if name.count > 1, name.first == "\"", name.last == "\"" {
      name = name.dropFirst().dropLast()
    }
    return (String(name), occurrences)
  }
}
