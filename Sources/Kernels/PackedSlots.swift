import CKernels

/// The slots of a feature table in a tenth of their bytes, for rows in the order of their slots.
struct PackedSlots: Hashable, Sendable {
  /// A bit for each slot in use.
  private var bits: [UInt64]
  /// For each 64 slots, how many are in use before them.
  private var ranks: [UInt32] = []
  /// For each row the low half of its feature, and one more that is never compared.
  private var checks: [UInt32] = []

  /// Packs slots as `FeatureTable` has them; their number is a power of two.
  init(_ slots: [UInt64]) {
    bits = Array(repeating: 0, count: (slots.count + 63) / 64)
    for (place, slot) in slots.enumerated() {
      if place & 63 == 0 { ranks.append(UInt32(checks.count)) }
      guard slot != 0 else { continue }
      bits[place >> 6] |= 1 << UInt64(place & 63)
      checks.append(UInt32(slot >> 32))
    }
    checks.append(0)
  }

  /// `FeatureTable.sums` with these slots; `sums` has room for `classesMax` of them.
  func sum(
    _ weights: [Int16], _ classes: Int, _ mask: UInt64, _ features: [UInt64], _ count: Int,
    _ sums: UnsafeMutablePointer<Int16>?
  ) {
    unsafe bits.withUnsafeBufferPointer { bits in
      unsafe ranks.withUnsafeBufferPointer { ranks in
        unsafe checks.withUnsafeBufferPointer { checks in
          unsafe weights.withUnsafeBufferPointer { weights in
            unsafe features.withUnsafeBufferPointer { features in
              unsafe ck_feature_sum_packed(
                bits.baseAddress, ranks.baseAddress, checks.baseAddress, mask, weights.baseAddress,
                classes, features.baseAddress, count, sums)
            }
          }
        }
      }
    }
  }
}
