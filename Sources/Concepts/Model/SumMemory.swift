/// Sums of weights that were worked out before, by what they depend on: one place for each key.
///
/// A key that falls on the place of another takes it over, so the size is fixed and what is
/// remembered follows the captions. Keys are compared whole: memory never changes an answer.
struct SumMemory<Sums: Sendable>: Sendable {
  private var keys: [UInt64]
  private var sums: [Sums]
  private let shift: UInt64

  /// Creates an empty memory of 2^`bits` sums.
  init(bits: UInt64, empty: Sums) {
    keys = Array(repeating: 0, count: 1 << bits)
    sums = Array(repeating: empty, count: 1 << bits)
    shift = 64 - bits
  }

  @inline(__always) private func place(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift)
  }

  /// The sums that are remembered for a key, which is not 0; setting them takes the place over.
  @inline(__always) subscript(_ key: UInt64) -> Sums? {
    get {
      let place = place(of: key)
      return keys[place] == key ? sums[place] : nil
    }
    set {
      guard let newValue else { return }
      let place = place(of: key)
      keys[place] = key
      sums[place] = newValue
    }
  }

  /// The sums for a key, worked out unless they are remembered; keys are not 0.
  @inline(__always) mutating func sums(_ key: UInt64, _ make: () -> Sums) -> Sums {
    if let known = self[key] { return known }
    let made = make()
    self[key] = made
    return made
  }
}
