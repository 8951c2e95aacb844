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

  /// Creates an empty table.
  public init(classes: Int) {
    precondition((1...Self.classesMax).contains(classes), "a table has 1 to 32 classes")
    self.classes = classes
    slots = Array(repeating: 0, count: 1024)
    weights = Array(repeating: 0, count: Self.classesMax)
    count = 0
  }

  /// Creates a table from its stored parts; `nil` when they do not fit together.
  public init?(classes: Int, slots: [UInt64], weights: [Int16]) {
    let rows = (weights.count - Self.classesMax) / max(1, classes)
    guard (1...Self.classesMax).contains(classes), slots.count >= 2,
      slots.count & (slots.count - 1) == 0, weights.count == rows * classes + Self.classesMax,
      rows >= 0, slots.count <= Int(UInt32.max),
      slots.contains(0), slots.allSatisfy({ $0 & 0xffff_ffff <= UInt64(rows) })
    else { return nil }
    self.classes = classes
    self.slots = slots
    self.weights = weights
    count = rows
  }

  /// Adds the rows of the known ones of the first `count` features.
  ///
  /// `sums` receives `classesMax` sums, modulo 2^16; those from `classes` on mean nothing.
  public func sum(_ features: [UInt64], count: Int, into sums: inout [Int16]) {
    precondition(count <= features.count && count <= Self.featuresMax)
    precondition(sums.count >= Self.classesMax)
    unsafe slots.withUnsafeBufferPointer { slots in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe features.withUnsafeBufferPointer { features in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe ck_feature_sum(
              slots.baseAddress, UInt64(slots.count - 1), weights.baseAddress, classes,
              features.baseAddress, count, sums.baseAddress)
          }
        }
      }
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
