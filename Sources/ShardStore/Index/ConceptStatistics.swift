import Records

/// Running figures of one concept over all regions, the same for any order of images.
struct ConceptStatistics {
  /// A region and its cosine with the concept.
  struct Nearest: Hashable {
    var cosine: Float
    /// 32 bits: a large pool keeps millions of these.
    var image: UInt32
    var region: UInt32

    /// Cosine descending, then image and region ascending: a total order.
    static func ranksBefore(_ left: Nearest, _ right: Nearest) -> Bool {
      if left.cosine != right.cosine { return left.cosine > right.cosine }
      return (left.image, left.region) < (right.image, right.region)
    }
  }

  /// Regions whose nearest concept this is.
  var regions = 0
  /// Images with such a region.
  var images = 0
  /// Regions with the highest cosines, best first.
  var nearest: [Nearest] = []
  /// Sum of cosines in units of 2^-30: integers add exactly, so the mean has no order.
  var cosineSum: Int64 = 0
  private static let unit = Double(1 << 30)

  /// Mean cosine of the regions whose nearest concept this is; `nil` without any.
  var meanCosine: Double? {
    regions == 0 ? nil : Double(cosineSum) / Self.unit / Double(regions)
  }

  /// Whether shards can give such sums; those that can are far from overflow.
  var isPossible: Bool {
    let counts = 0...(1 << 31)
    return counts.contains(regions) && counts.contains(images)
      && cosineSum.magnitude <= UInt64(regions + 1) << 31
  }

  mutating func addNearestConcept(cosine: Float) {
    regions += 1
    cosineSum += Int64((Double(cosine) * Self.unit).rounded())
  }

  mutating func addImage() {
    images += 1
  }

  /// Keeps the region when it is among the best `limit`.
  mutating func offer(_ candidate: Nearest, limit: Int) {
    if nearest.count >= limit {
      guard let worst = nearest.last, Nearest.ranksBefore(candidate, worst) else { return }
      nearest.removeLast()
    }
    var low = 0
    var high = nearest.count
    while low < high {
      let middle = (low + high) / 2
      if Nearest.ranksBefore(nearest[middle], candidate) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    nearest.insert(candidate, at: low)
  }
}
