public import Codecs
public import Records

/// The other words of a noun's most frequent sense, from the files of WordNet's `dict` folder.
///
/// Only the first sense: further ones would make a computer's mouse a rodent's equal.
public struct WordNetSynonyms: Sendable {
  private let index: [UInt8]
  private let data: [UInt8]

  /// Reads `index.noun` and `data.noun` of `folder`.
  ///
  /// - Throws: `FileError` when one is missing.
  public init(folder: String) throws(FileError) {
    index = try readFile("\(folder)/index.noun", bytesMax: 1 << 28)
    data = try readFile("\(folder)/data.noun", bytesMax: 1 << 28)
  }

  /// The categories with further synonyms; a name that another category has is not taken.
  public func extending(_ categories: [Category]) -> [Category] {
    var owners: [String: Int] = [:]
    for (place, category) in categories.enumerated() {
      for name in [category.name] + category.synonyms {
        owners[ConceptName.cleaned(name)] = place
      }
    }
    return categories.enumerated().map { place, category in
      var category = category
      for name in synonyms(of: category.name) where owners[name, default: place] == place {
        if name != ConceptName.cleaned(category.name), !category.synonyms.contains(name) {
          category.synonyms.append(name)
        }
      }
      return category
    }
  }

  /// The words of the first sense of `name`, as WordNet orders them; empty for an unknown name.
  public func synonyms(of name: String) -> [String] {
    let lemma = ConceptName.cleaned(name).split(separator: " ").joined(separator: "_")
    guard !lemma.isEmpty, let line = indexLine(of: lemma) else { return [] }
    // lemma, pos, senses, pointers and their symbols, senses again, tagged senses, then offsets.
    let fields = line.split(separator: " ")
    guard fields.count > 3, let senses = Int(fields[2]), senses > 0, fields.count > senses,
      let offset = Int(fields[fields.count - senses])
    else { return [] }
    return words(at: offset)
  }

  /// The line of `index.noun`, which is sorted by bytes, that begins with `lemma` and a blank.
  private func indexLine(of lemma: String) -> String? {
    let wanted = Array(lemma.utf8) + [UInt8(ascii: " ")]
    var low = 0
    var high = index.count
    while low < high {
      let start = lineStart(before: (low + high) / 2)
      let end = lineEnd(from: start)
      let line = index[start..<end]
      if line.starts(with: wanted) { return String(decoding: line, as: UTF8.self) }
      // The licence's lines begin with a blank, which sorts before every word.
      if line.lexicographicallyPrecedes(wanted) { low = end + 1 } else { high = start }
    }
    return nil
  }

  private func lineStart(before place: Int) -> Int {
    (index[..<place].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  }

  private func lineEnd(from place: Int) -> Int {
    index[place...].firstIndex(of: UInt8(ascii: "\n")) ?? index.count
  }

  /// The words of the synset whose line begins at byte `offset` of `data.noun`.
  private func words(at offset: Int) -> [String] {
    guard data.indices.contains(offset) else { return [] }
    let end = data[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? data.count
    let fields = String(decoding: data[offset..<end], as: UTF8.self).split(separator: " ")
    guard fields.count > 4, Int(fields[0]) == offset, let count = Int(fields[3], radix: 16),
      fields.count > 4 + 2 * count
    else { return [] }
    return (0..<count).map { ConceptName.cleaned(String(fields[4 + 2 * $0])) }
  }
}
