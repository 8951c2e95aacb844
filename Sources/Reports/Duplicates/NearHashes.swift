/// Finds 64-bit hashes within a Hamming distance of one another.
///
/// Hashes within distance d of one another agree in one of d + 1 bands of bits at least (pigeonhole);
/// so only hashes that share a band are compared. Bands take every (d + 1)th bit, since neighbouring
/// bits of a picture's hash go together. Memory is four bytes a hash beyond the hashes.
struct NearHashes {
  private let hashes: [UInt64]
  private let distanceMax: Int
  private let masks: [UInt64]

  /// Takes `hashes` for comparison up to `distanceMax`, at most 15.
  init(_ hashes: [UInt64], distanceMax: Int) {
    precondition((0...15).contains(distanceMax))
    self.hashes = hashes
    self.distanceMax = distanceMax
    let bands = distanceMax + 1
    masks = (0..<bands).map { band in
      stride(from: band, to: 64, by: bands).reduce(0) { $0 | 1 << UInt64($1) }
    }
  }

  /// Calls `body` for each pair of places within the distance, the lower place first; a pair can
  /// come once for each band that it shares.
  func forEachPair(_ body: (Int, Int) -> Void) {
    for mask in masks {
      let order = order(by: mask)
      var first = 0
      while first < order.count {
        let key = hashes[Int(order[first])] & mask
        var end = first + 1
        while end < order.count, hashes[Int(order[end])] & mask == key { end += 1 }
        for left in first..<end {
          let hash = hashes[Int(order[left])]
          for right in (left + 1)..<max(end, left + 1)
          where (hash ^ hashes[Int(order[right])]).nonzeroBitCount <= distanceMax {
            body(Int(order[left]), Int(order[right]))
          }
        }
        first = end
      }
    }
  }

  /// The nearest place within the distance of each query, the lowest of equally near ones.
  func nearest(to queries: [UInt64]) -> [(place: Int, distance: Int)?] {
    var best = [(place: Int, distance: Int)?](repeating: nil, count: queries.count)
    for mask in masks {
      let order = order(by: mask)
      for (query, hash) in queries.enumerated() {
        var place = Self.lowerBound(order) { hashes[Int($0)] & mask < hash & mask }
        while place < order.count, hashes[Int(order[place])] & mask == hash & mask {
          let found = Int(order[place])
          let distance = (hashes[found] ^ hash).nonzeroBitCount
          if distance <= distanceMax,
            best[query].map({ (distance, found) < ($0.distance, $0.place) }) ?? true
          {
            best[query] = (found, distance)
          }
          place += 1
        }
      }
    }
    return best
  }

  private func order(by mask: UInt64) -> [UInt32] {
    hashes.indices.map(UInt32.init).sorted {
      (hashes[Int($0)] & mask, $0) < (hashes[Int($1)] & mask, $1)
    }
  }

  private static func lowerBound(_ order: [UInt32], _ isBelow: (UInt32) -> Bool) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if isBelow(order[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
