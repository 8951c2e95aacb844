import CKernels

/// A feature table that only answers: slots in a tenth of their bytes, and rows that lie in one line
/// of the cache each, with what tells their feature from others.
///
/// The layout is that of `ck_feature_sums_packed`.
final class PackedFeatures: Sendable {
  /// Fewest slots of a table that can be packed.
  static let slotsMin = 64

  private let groups: AlignedBuffer<UInt64>
  private let marks: AlignedBuffer<UInt8>
  private let rows: AlignedBuffer<UInt32>
  private let stride: Int
  private let mask: UInt64

  /// Packs slots and weights as `FeatureTable` has them, with rows in the order of the slots.
  init(_ slots: [UInt64], _ weights: [Int16], classes: Int) {
    precondition(slots.count >= Self.slotsMin && slots.count & (slots.count - 1) == 0)
    let checks = slots.filter { $0 != 0 }.map { UInt32($0 >> 32) }
    // Weights, two in a number, and the check.
    let words = classes <= 4 ? 4 : ((classes + 1) / 2 + 1 + 15) / 16 * 16
    mask = UInt64(slots.count - 1)
    stride = words * 4
    unsafe groups = AlignedBuffer(count: slots.count / 32, of: 0) { groups in
      var used: UInt64 = 0
      for (place, slot) in slots.enumerated() {
        let group = place >> 6
        if place & 63 == 0 { unsafe groups[2 * group + 1] = used }
        guard slot != 0 else { continue }
        unsafe groups[2 * group] |= 1 << UInt64(place & 63)
        used += 1
      }
    }
    unsafe marks = AlignedBuffer(count: checks.count + 8, of: 0) { marks in
      for (row, check) in checks.enumerated() {
        unsafe marks[row] = UInt8(truncatingIfNeeded: check)
      }
    }
    unsafe rows = AlignedBuffer(count: checks.count * words, of: 0) { rows in
      for (row, check) in checks.enumerated() {
        for index in 0..<classes {
          let weight = UInt32(UInt16(bitPattern: weights[row * classes + index]))
          unsafe rows[row * words + index / 2] |= weight << UInt32(16 * (index & 1))
        }
        unsafe rows[row * words + words - 1] = check
      }
    }
  }

  /// The slots that were packed.
  var slots: [UInt64] {
    var slots = [UInt64](repeating: 0, count: Int(mask) + 1)
    var row = 0
    unsafe groups.withElements { groups in
      unsafe rows.withElements { rows in
        for place in slots.indices {
          let used = unsafe groups[2 * (place >> 6)] >> UInt64(place & 63) & 1
          row += Int(used)
          let check = unsafe used == 1 ? UInt64(rows[row * stride / 4 - 1]) << 32 : 0
          slots[place] = used == 1 ? check | UInt64(row) : 0
        }
      }
    }
    return slots
  }

  /// The weights that were packed, `[rows, classes]`.
  func weights(classes: Int) -> [Int16] {
    let count = marks.count - 8
    return unsafe rows.withElements { rows in
      (0..<(count * classes)).map { index in
        let (row, lane) = (index / classes, index % classes)
        let word = unsafe rows[row * stride / 4 + lane / 2]
        return Int16(truncatingIfNeeded: word >> UInt32(16 * (lane & 1)))
      }
    }
  }

  /// The sums of lists of features; `sums` has room for those of each list.
  @inline(__always) func sum(
    _ features: UnsafePointer<UInt64>, _ ends: UnsafePointer<UInt32>, _ lists: Int,
    _ sums: UnsafeMutablePointer<Int16>
  ) {
    unsafe groups.withElements { groups in
      unsafe marks.withElements { marks in
        unsafe rows.withElements { rows in
          unsafe ck_feature_sums_packed(
            groups, marks, rows, stride, mask, features, ends, lists, sums)
        }
      }
    }
  }
}
