import CKernels

/// The weights of a linear classifier over hashed features, one row of `Int16` for each feature.
///
/// Features are 64-bit hashes. The table holds 32 bits of each to tell them apart, so two of a
/// million features share a row with a chance of about 1 in 4,000.
public struct FeatureTable: Sendable {
  /// Most classes of a table.
  public static let classesMax = 32
  /// Most features of one sum.
  public static let featuresMax = 64

  /// Number of classes: the length of a row.
  public let classes: Int
  /// Slots and weights of a table that is not packed.
  private var ownSlots: [UInt64]
  private var ownWeights: [Int16]
  /// Number of rows.
  public private(set) var count: Int
  /// The feature of each row; empty in a table that was loaded.
  public private(set) var features: [UInt64] = []
  /// A table that was loaded, packed.
  private var packed: PackedFeatures?

  /// Creates an empty table.
  public init(classes: Int) {
    precondition((1...Self.classesMax).contains(classes), "a table has 1 to 32 classes")
    self.classes = classes
    ownSlots = Array(repeating: 0, count: 1024)
    ownWeights = Array(repeating: 0, count: Self.classesMax)
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
    ownSlots = slots
    ownWeights = weights
    count = rows
    sortRows()
    guard slots.count >= PackedFeatures.slotsMin else { return }
    packed = PackedFeatures(ownSlots, ownWeights, classes: classes)
    (ownSlots, ownWeights) = ([], [])
  }

  /// Open addressing: the high half of a slot tells features apart, the low half is a row plus one.
  public var slots: [UInt64] { packed?.slots ?? ownSlots }

  /// Weights, `[count, classes]`, and `classesMax` zeros behind them.
  public var weights: [Int16] {
    packed.map { $0.weights(classes: classes) + Array(repeating: 0, count: Self.classesMax) }
      ?? ownWeights
  }

  /// Gives each slot in use the row of its rank.
  private mutating func sortRows() {
    var sorted: [Int16] = []
    sorted.reserveCapacity(ownWeights.count)
    var rank: UInt64 = 0
    for place in ownSlots.indices where ownSlots[place] != 0 {
      let row = Int(ownSlots[place] & 0xffff_ffff) - 1
      sorted += ownWeights[(row * classes)..<((row + 1) * classes)]
      rank += 1
      ownSlots[place] = ownSlots[place] & ~0xffff_ffff | rank
    }
    sorted += repeatElement(0, count: Self.classesMax)
    ownWeights = sorted
  }

  /// Sums of all classes; lanes from `classes` on mean nothing.
  public typealias Sums = SIMD32<Int16>
  /// Sums of a table of at most 4 classes.
  public typealias FewSums = SIMD4<Int16>

  /// The sum of the rows of the known ones of the first `count` features, modulo 2^16.
  public func sums(_ features: Span<UInt64>, count: Int) -> Sums {
    var sums = Sums()
    unsafe withUnsafeMutableBytes(of: &sums) { unsafe sum(features, count, into: $0) }
    return sums
  }

  /// `sums` for a table of at most 4 classes.
  public func fewSums(_ features: Span<UInt64>, count: Int) -> FewSums {
    precondition(classes <= FewSums.scalarCount, "the table has more than 4 classes")
    var sums = FewSums()
    unsafe withUnsafeMutableBytes(of: &sums) { unsafe sum(features, count, into: $0) }
    return sums
  }

  /// The sums of several lists of features, one behind the other, in the time of little more than one.
  ///
  /// - Parameters:
  ///   - features: The features of all lists; of each at most `featuresMax`.
  ///   - ends: Where each list ends in `features`.
  ///   - sums: Its first elements become the sums, one for each list; it grows when it is too short.
  public func sums(_ features: Span<UInt64>, ends: Span<UInt32>, into sums: inout [Sums]) {
    precondition(classes > FewSums.scalarCount, "the table has fewer than 5 classes")
    if sums.count < ends.count {
      sums += Array(repeating: Sums(), count: ends.count - sums.count)
    }
    unsafe sums.withUnsafeMutableBytes { unsafe sum(features, ends, into: $0) }
  }

  /// The same for a table of at most 4 classes.
  public func fewSums(_ features: Span<UInt64>, ends: Span<UInt32>, into sums: inout [FewSums]) {
    precondition(classes <= FewSums.scalarCount, "the table has more than 4 classes")
    if sums.count < ends.count {
      sums += Array(repeating: FewSums(), count: ends.count - sums.count)
    }
    unsafe sums.withUnsafeMutableBytes { unsafe sum(features, ends, into: $0) }
  }

  @inline(__always) private func sum(
    _ features: Span<UInt64>, _ count: Int, into sums: UnsafeMutableRawBufferPointer
  ) {
    precondition(count <= features.count && count <= Self.featuresMax)
    var end = UInt32(count)
    unsafe withUnsafePointer(to: &end) { end in
      unsafe features.withUnsafeBufferPointer { features in
        unsafe sum(features.baseAddress, end, lists: 1, into: sums)
      }
    }
  }

  private func sum(
    _ features: Span<UInt64>, _ ends: Span<UInt32>, into sums: UnsafeMutableRawBufferPointer
  ) {
    var start: UInt32 = 0
    for list in ends.indices {
      precondition(start <= ends[list] && ends[list] - start <= UInt32(Self.featuresMax))
      start = ends[list]
    }
    precondition(Int(start) <= features.count)
    unsafe ends.withUnsafeBufferPointer { ends in
      unsafe features.withUnsafeBufferPointer { features in
        unsafe sum(features.baseAddress, ends.baseAddress, lists: ends.count, into: sums)
      }
    }
  }

  @inline(__always) private func sum(
    _ features: UnsafePointer<UInt64>?, _ ends: UnsafePointer<UInt32>?, lists: Int,
    into sums: UnsafeMutableRawBufferPointer
  ) {
    guard let features = unsafe features, let ends = unsafe ends,
      let sums = unsafe sums.baseAddress?.assumingMemoryBound(to: Int16.self)
    else { return }
    if let packed {
      unsafe packed.sum(features, ends, lists, sums)
      return
    }
    let lanes = classes <= FewSums.scalarCount ? FewSums.scalarCount : Sums.scalarCount
    unsafe ownSlots.withUnsafeBufferPointer { slots in
      unsafe ownWeights.withUnsafeBufferPointer { weights in
        for list in 0..<lists {
          let start = list == 0 ? 0 : Int(unsafe ends[list - 1])
          unsafe ck_feature_sum(
            slots.baseAddress, UInt64(slots.count - 1), weights.baseAddress, classes,
            features + start, Int(ends[list]) - start, sums + list * lanes)
        }
      }
    }
  }

  /// The class with the largest of the first `classes` sums, the first of equals.
  public static func largest(of sums: Sums, classes: Int) -> Int {
    precondition((1...classesMax).contains(classes))
    return unsafe withUnsafeBytes(of: sums) { bytes in
      unsafe Int(ck_feature_best(bytes.assumingMemoryBound(to: Int16.self).baseAddress, classes))
    }
  }

  /// The row of a feature, a new one of zeros if it had none; for tables that were not loaded.
  public mutating func insert(_ feature: UInt64) -> Int {
    precondition(features.count == count, "a loaded table cannot grow")
    var place = place(of: feature)
    if ownSlots[place] != 0 { return Int(ownSlots[place] & 0xffff_ffff) - 1 }
    if (count + 1) * 2 > ownSlots.count {
      grow()
      place = self.place(of: feature)
    }
    count += 1
    ownSlots[place] = (feature & 0xffff_ffff) << 32 | UInt64(count)
    features.append(feature)
    ownWeights.append(contentsOf: repeatElement(0, count: classes))
    return count - 1
  }

  /// Adds to one weight.
  public mutating func add(_ change: Int16, row: Int, class index: Int) {
    precondition(packed == nil && row < count && index < classes)
    ownWeights[row * classes + index] &+= change
  }

  /// The slot that holds a feature, or the empty one where it belongs.
  private func place(of feature: UInt64) -> Int {
    let mask = ownSlots.count - 1
    var place = Int(feature >> 32) & mask
    while ownSlots[place] != 0, ownSlots[place] >> 32 != feature & 0xffff_ffff {
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func grow() {
    ownSlots = Array(repeating: 0, count: ownSlots.count * 2)
    for (row, feature) in features.enumerated() {
      ownSlots[place(of: feature)] = (feature & 0xffff_ffff) << 32 | UInt64(row + 1)
    }
  }
}

extension FeatureTable: Equatable {
  /// Whether two tables have the same slots and weights; the rest follows from them.
  public static func == (left: FeatureTable, right: FeatureTable) -> Bool {
    left.classes == right.classes && left.slots == right.slots && left.weights == right.weights
  }
}
