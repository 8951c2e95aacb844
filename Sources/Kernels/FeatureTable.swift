import CKernels

/// The weights of a linear classifier over hashed features, one row of `Int16` for each feature.
///
/// Features are 64-bit hashes. The table holds 32 bits of each to tell them apart, so two of a
/// million features share a row with a chance of about 1 in 4,000.
public struct FeatureTable: Hashable, Sendable {
  /// Most classes of a table.
  public static let classesMax = 32
  /// Most features of one sum.
  public static let featuresMax = 64

  /// Number of classes: the length of a row.
  public let classes: Int
  /// Open addressing: the high half of a slot tells features apart, the low half is a row plus one.
  public private(set) var slots: [UInt64]
  /// Weights, `[count, classes]`, and `classesMax` zeros behind them.
  public private(set) var weights: [Int16]
  /// Number of rows.
  public private(set) var count: Int
  /// The feature of each row; empty in a table that was loaded.
  public private(set) var features: [UInt64] = []
  /// The slots of a table that was loaded, packed.
  private var packed: PackedSlots?

  /// Creates an empty table.
  public init(classes: Int) {
    precondition((1...Self.classesMax).contains(classes), "a table has 1 to 32 classes")
    self.classes = classes
    slots = Array(repeating: 0, count: 1024)
    weights = Array(repeating: 0, count: Self.classesMax)
    count = 0
  }

  /// Creates a table from its stored parts; `nil` when they do not fit together.
  ///
  /// Rows are brought into the order of their slots.
  public init?(classes: Int, slots: [UInt64], weights: [Int16]) {
    let rows = (weights.count - Self.classesMax) / max(1, classes)
    guard (1...Self.classesMax).contains(classes), slots.count >= 2,
      slots.count & (slots.count - 1) == 0, weights.count == rows * classes + Self.classesMax,
      rows >= 0, slots.count <= Int(UInt32.max),
      slots.contains(0), slots.allSatisfy({ $0 & 0xffff_ffff <= UInt64(rows) })
    else { return nil }
    let used = slots.count { $0 != 0 }
    guard used == rows else { return nil }
    self.classes = classes
    self.slots = slots
    self.weights = weights
    count = rows
    sortRows()
    packed = PackedSlots(self.slots)
  }

  /// Gives each slot in use the row of its rank.
  private mutating func sortRows() {
    var sorted: [Int16] = []
    sorted.reserveCapacity(weights.count)
    var rank: UInt64 = 0
    for place in slots.indices where slots[place] != 0 {
      let row = Int(slots[place] & 0xffff_ffff) - 1
      sorted += weights[(row * classes)..<((row + 1) * classes)]
      rank += 1
      slots[place] = slots[place] & ~0xffff_ffff | rank
    }
    sorted += repeatElement(0, count: Self.classesMax)
    weights = sorted
  }

  /// Sums of all classes; lanes from `classes` on mean nothing.
  public typealias Sums = SIMD32<Int16>
  /// Sums of a table of at most 4 classes.
  public typealias FewSums = SIMD4<Int16>

  /// The sum of the rows of the known ones of the first `count` features, modulo 2^16.
  public func sums(_ features: [UInt64], count: Int) -> Sums {
    var sums = Sums()
    unsafe withUnsafeMutableBytes(of: &sums) { unsafe sum(features, count, into: $0) }
    return sums
  }

  /// `sums` for a table of at most 4 classes.
  public func fewSums(_ features: [UInt64], count: Int) -> FewSums {
    precondition(classes <= FewSums.scalarCount, "the table has more than 4 classes")
    var sums = FewSums()
    unsafe withUnsafeMutableBytes(of: &sums) { unsafe sum(features, count, into: $0) }
    return sums
  }

  @inline(__always) private func sum(
    _ features: [UInt64], _ count: Int, into sums: UnsafeMutableRawBufferPointer
  ) {
    precondition(count <= features.count && count <= Self.featuresMax)
    let sums = unsafe sums.baseAddress?.assumingMemoryBound(to: Int16.self)
    let mask = UInt64(slots.count - 1)
    if let packed {
      unsafe packed.sum(weights, classes, mask, features, count, sums)
      return
    }
    unsafe slots.withUnsafeBufferPointer { slots in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe features.withUnsafeBufferPointer { features in
          unsafe ck_feature_sum(
            slots.baseAddress, mask, weights.baseAddress, classes, features.baseAddress, count, sums
          )
        }
      }
    }
  }

  /// The class with the largest of the first `classes` sums, the first of equals.
  public static func largest(of sums: Sums, classes: Int) -> Int {
    precondition((1...classesMax).contains(classes))
    return unsafe withUnsafeBytes(of: sums) { bytes in
      let values = unsafe bytes.assumingMemoryBound(to: Int16.self)
      var best = 0
      var most = unsafe values[0]
      for index in 1..<max(1, classes) {
        let value = unsafe values[index]
        if value > most { (best, most) = (index, value) }
      }
      return best
    }
  }

  /// The row of a feature, a new one of zeros if it had none; for tables that were not loaded.
  public mutating func insert(_ feature: UInt64) -> Int {
    precondition(features.count == count, "a loaded table cannot grow")
    var place = place(of: feature)
    if slots[place] != 0 { return Int(slots[place] & 0xffff_ffff) - 1 }
    if (count + 1) * 2 > slots.count {
      grow()
      place = self.place(of: feature)
    }
    count += 1
    slots[place] = (feature & 0xffff_ffff) << 32 | UInt64(count)
    features.append(feature)
    weights.append(contentsOf: repeatElement(0, count: classes))
    return count - 1
  }

  /// Adds to one weight.
  public mutating func add(_ change: Int16, row: Int, class index: Int) {
    precondition(row < count && index < classes)
    weights[row * classes + index] &+= change
  }

  /// The slot that holds a feature, or the empty one where it belongs.
  private func place(of feature: UInt64) -> Int {
    let mask = slots.count - 1
    var place = Int(feature >> 32) & mask
    while slots[place] != 0, slots[place] >> 32 != feature & 0xffff_ffff {
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (row, feature) in features.enumerated() {
      slots[place(of: feature)] = (feature & 0xffff_ffff) << 32 | UInt64(row + 1)
    }
  }
}
