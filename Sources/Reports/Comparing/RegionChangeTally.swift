import Records

/// Counts how the nearest concept of the regions changed that both sides have.
struct RegionChangeTally {
  /// The first region of a pair, for its picture.
  struct Example {
    let key: ImageKey
    let box: Box
    let cosines: (first: Float, second: Float)
  }

  /// A change with its number of regions and an example.
  struct Change {
    let first: UInt32
    let second: UInt32
    var count: Int
    let example: Example
  }

  /// Pairs of concepts beyond so many are counted together: memory stays below 20 MB.
  private static let pairsMax = 100_000
  /// Pairs that are told.
  private static let shownMax = 200

  private let names: (first: [String], second: [String])
  private var regions = (first: 0, second: 0)
  private var changed = Proportion()
  private var cosines = GridHistogram(binWidth: 1.0 / 1024)
  private var pairs: [UInt64: Change] = [:]
  private var others = 0

  init(first: [Concept], second: [Concept]) {
    names = (first.map(\.name), second.map(\.name))
  }

  /// Counts the regions of one image that both sides have.
  mutating func add(first: ComparedRecords.Pair, second: ComparedRecords.Pair) {
    regions.first += first.regions.boxes.count
    regions.second += second.regions.boxes.count
    for (a, b) in Self.sameBoxes(first.regions.boxes, second.regions.boxes) {
      guard first.labels.conceptsPerRegion > 0, second.labels.conceptsPerRegion > 0 else {
        continue
      }
      let (placeA, placeB) = (
        a * first.labels.conceptsPerRegion, b * second.labels.conceptsPerRegion
      )
      let (idA, idB) = (first.labels.conceptIDs[placeA], second.labels.conceptIDs[placeB])
      let (cosineA, cosineB) = (first.labels.cosines[placeA], second.labels.cosines[placeB])
      cosines.add(Double(cosineB) - Double(cosineA))
      let isChanged = names.first[Int(idA)] != names.second[Int(idB)]
      changed.count(isChanged)
      guard isChanged else { continue }
      let pair = UInt64(idA) << 32 | UInt64(idB)
      if pairs[pair] != nil {
        pairs[pair]?.count += 1
      } else if pairs.count < Self.pairsMax {
        pairs[pair] = Change(
          first: idA, second: idB, count: 1,
          example: Example(
            key: first.regions.key, box: first.regions.boxes[a], cosines: (cosineA, cosineB)))
      } else {
        others += 1
      }
    }
  }

  /// Places of equal boxes in both lists; of boxes that occur several times the first ones pair up.
  static func sameBoxes(_ first: [Box], _ second: [Box]) -> [(Int, Int)] {
    if first == second { return first.indices.map { ($0, $0) } }
    var places: [Box: [Int]] = [:]
    for place in second.indices.reversed() { places[second[place], default: []].append(place) }
    return first.indices.compactMap { place in
      places[first[place]]?.popLast().map { (place, $0) }
    }
  }

  /// The most frequent changes, most frequent first.
  var changes: [Change] {
    let ordered = pairs.values.sorted {
      ($1.count, $0.first, $0.second) < ($0.count, $1.first, $1.second)
    }
    return Array(ordered.prefix(Self.shownMax))
  }

  /// The numbers of all images.
  var numbers: RegionChanges {
    let shown = changes
    return RegionChanges(
      first: regions.first, second: regions.second, both: changed.total, changed: changed,
      cosineDifference: cosines.histogram,
      pairs: shown.map {
        ConceptPair(
          first: names.first[Int($0.first)], second: names.second[Int($0.second)],
          regions: $0.count)
      },
      otherPairs: changed.hits - shown.reduce(0) { $0 + $1.count })
  }
}
