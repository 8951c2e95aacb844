import Records

/// Numbers that pick samples: they depend on a seed and a key, never on order or threads.
///
/// The n smallest hashes of a stream are a uniform sample of n that any split of the stream yields.
struct SeededHash {
  private var state: UInt64

  /// Starts from a seed (FNV-1a's offset basis mixed with it).
  init(seed: UInt64) {
    state = 0xcbf2_9ce4_8422_2325 ^ seed &* 0x9e37_79b9_7f4a_7c15
  }

  /// The hash of an image.
  func hash(_ key: ImageKey) -> UInt64 {
    var value = state
    for byte in key.bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Self.mixed(value)
  }

  /// The hash of one part of what `value` names.
  static func hash(_ value: UInt64, part: Int) -> UInt64 {
    mixed(value &+ UInt64(truncatingIfNeeded: part) &* 0x9e37_79b9_7f4a_7c15)
  }

  /// SplitMix64's finalizer (Steele, Lea, Flood 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
