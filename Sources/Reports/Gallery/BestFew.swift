/// Keeps the few elements of greatest rank of a stream.
///
/// Inserting is linear in the few; almost all of a long stream is refused by one comparison.
struct BestFew<Element> {
  let limit: Int
  private var ranked: [(rank: Rank, element: Element)] = []

  /// Greater first; equal values are ordered by the hash, so that ties do not follow file order.
  struct Rank: Comparable {
    let value: Double
    let tie: UInt64

    static func < (left: Rank, right: Rank) -> Bool {
      left.value != right.value ? left.value < right.value : left.tie > right.tie
    }
  }

  init(limit: Int) {
    self.limit = limit
  }

  /// Offers an element, which is made only if it is kept.
  mutating func offer(_ rank: Rank, _ element: () -> Element) {
    guard limit > 0, !rank.value.isNaN else { return }
    if ranked.count == limit {
      guard let last = ranked.last, last.rank < rank else { return }
      ranked.removeLast()
    }
    let place = ranked.firstIndex { $0.rank < rank } ?? ranked.count
    ranked.insert((rank, element()), at: place)
  }

  /// The kept elements, greatest rank first.
  var elements: [Element] { ranked.map(\.element) }
}
