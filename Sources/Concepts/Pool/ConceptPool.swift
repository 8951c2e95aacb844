public import Records

/// The concepts that regions are compared with; a concept's id is its place in the pool.
///
/// Order: occurrences descending, then name in byte order.
public struct ConceptPool: Hashable, Sendable {
  /// The concepts; ids are `0 ..< concepts.count`.
  public var concepts: [Concept]
  /// What was read and what was dropped on the way here.
  public var accounting: PoolAccounting

  /// Creates a pool.
  public init(concepts: [Concept], accounting: PoolAccounting = PoolAccounting()) {
    self.concepts = concepts
    self.accounting = accounting
  }

  /// The names in the order of their ids.
  public var names: [String] { concepts.map(\.name) }

  /// The bytes that a pool's digest is taken of: each name in UTF-8 and a newline, in id order.
  ///
  /// Counts and examples are not part of it: they change no label.
  public var digestInput: [UInt8] {
    var bytes: [UInt8] = []
    for concept in concepts {
      bytes.append(contentsOf: concept.name.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// The one order of a pool: occurrences descending, then name in byte order.
  static func ranksBefore(_ left: Concept, _ right: Concept) -> Bool {
    if left.occurrences != right.occurrences { return left.occurrences > right.occurrences }
    return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}
