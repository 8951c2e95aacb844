/// Sums of weights that can be remembered: each lies with its key in one line of the cache.
public protocol RememberedSums: Sendable {
  /// A key and its sums in one value.
  associatedtype Entry: BitwiseCopyable, Sendable

  /// Puts both together.
  static func entry(_ key: UInt64, _ sums: Self) -> Entry
  /// The key of an entry.
  static func key(of entry: Entry) -> UInt64
  /// The sums of an entry.
  static func sums(of entry: Entry) -> Self
}

extension FeatureTable.Sums: RememberedSums where Scalar == Int16 {
  /// The last four lanes, which mean nothing, are the key.
  @inlinable @inline(__always)
  public static func entry(_ key: UInt64, _ sums: Self) -> SIMD8<UInt64> {
    var entry = unsafe unsafeBitCast(sums, to: SIMD8<UInt64>.self)
    entry[7] = key
    return entry
  }

  /// The key of an entry.
  @inlinable @inline(__always) public static func key(of entry: SIMD8<UInt64>) -> UInt64 {
    entry[7]
  }

  /// The sums of an entry.
  @inlinable @inline(__always) public static func sums(of entry: SIMD8<UInt64>) -> Self {
    unsafe unsafeBitCast(entry, to: Self.self)
  }
}

extension FeatureTable.FewSums: RememberedSums where Scalar == Int16 {
  /// The key, then the sums.
  @inlinable @inline(__always)
  public static func entry(_ key: UInt64, _ sums: Self) -> SIMD2<UInt64> {
    unsafe SIMD2(key, unsafeBitCast(sums, to: UInt64.self))
  }

  /// The key of an entry.
  @inlinable @inline(__always) public static func key(of entry: SIMD2<UInt64>) -> UInt64 {
    entry[0]
  }

  /// The sums of an entry.
  @inlinable @inline(__always) public static func sums(of entry: SIMD2<UInt64>) -> Self {
    unsafe unsafeBitCast(entry[1], to: Self.self)
  }
}

/// Sums of weights that were worked out before, by what they depend on: one place for each key.
///
/// A key that falls on the place of another takes it over, so the size is fixed and what is
/// remembered follows the data. Keys are compared whole: memory never changes an answer.
public struct SumMemory<Sums: RememberedSums>: Sendable {
  @usableFromInline var entries: [Sums.Entry]
  @usableFromInline let shift: UInt64

  /// Creates an empty memory of 2^`bits` sums; `empty` is any sums.
  public init(bits: UInt64, empty: Sums) {
    entries = Array(repeating: Sums.entry(0, empty), count: 1 << bits)
    shift = 64 - bits
  }

  @inlinable @inline(__always) func place(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift)
  }

  /// The sums that are remembered for a key, which is not 0; setting them takes the place over.
  @inlinable @inline(__always) public subscript(_ key: UInt64) -> Sums? {
    get {
      let entry = entries[place(of: key)]
      return Sums.key(of: entry) == key ? Sums.sums(of: entry) : nil
    }
    set {
      guard let newValue else { return }
      entries[place(of: key)] = Sums.entry(key, newValue)
    }
  }

  /// The key that has the place of `key`.
  ///
  /// Asking for several in turn, with nothing that waits for the answers, brings their places into
  /// the cache together.
  @inlinable @inline(__always) public func holder(of key: UInt64) -> UInt64 {
    Sums.key(of: entries[place(of: key)])
  }

  /// The sums for a key, worked out unless they are remembered; keys are not 0.
  @inlinable @inline(__always)
  public mutating func sums(_ key: UInt64, _ make: () -> Sums) -> Sums {
    if let known = self[key] { return known }
    let made = make()
    self[key] = made
    return made
  }
}
