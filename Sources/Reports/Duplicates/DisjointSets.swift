/// Elements in sets that are joined, each named after its lowest element (union-find).
struct DisjointSets {
  private var parents: [UInt32]

  init(count: Int) {
    parents = (0..<UInt32(count)).map { $0 }
  }

  /// The lowest element of the set of `element`.
  mutating func root(of element: Int) -> Int {
    var place = element
    while parents[place] != place {
      parents[place] = parents[Int(parents[place])]
      place = Int(parents[place])
    }
    return place
  }

  /// Makes the sets of two elements one.
  mutating func join(_ left: Int, _ right: Int) {
    let (a, b) = (root(of: left), root(of: right))
    if a != b { parents[max(a, b)] = UInt32(min(a, b)) }
  }
}
