/// A set of names by their hashes (`FeatureHash.word`), which are mixed well enough to be places.
struct NameHashes: Sendable {
  /// Open addressing; 0 for a free place, at least half of them.
  private var places: [UInt64]
  /// Whether no name is in the set.
  let isEmpty: Bool

  /// Creates the set of some names.
  init(_ names: some Collection<String>) {
    isEmpty = names.isEmpty
    var capacity = 16
    while capacity < 2 * names.count + 2 { capacity *= 2 }
    places = Array(repeating: 0, count: capacity)
    for name in names { insert(FeatureHash.word(name.utf8)) }
  }

  private mutating func insert(_ hash: UInt64) {
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while places[place] != 0, places[place] != hash { place = (place + 1) & (places.count - 1) }
    places[place] = hash
  }

  /// Whether a name with this hash is in the set.
  @inline(__always) func contains(_ hash: UInt64) -> Bool {
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while places[place] != 0 {
      if places[place] == hash { return true }
      place = (place + 1) & (places.count - 1)
    }
    return false
  }
}
