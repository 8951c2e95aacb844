/// Hashes of words and features; part of the model's file, so never to be changed without training.
enum FeatureHash {
  /// The hash of a word's bytes (FNV-1a with a final mix).
  static func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = seed
    for byte in bytes { hash = step(hash, byte) }
    return finish(hash)
  }

  /// The state before the first byte.
  static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The state after one more byte.
  @inline(__always) static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  /// The hash of the bytes that lead to a state.
  @inline(__always) static func finish(_ state: UInt64) -> UInt64 {
    mix(state, 0x2545_f491_4f6c_dd1d)
  }

  /// One hash of two numbers (the finisher of SplitMix64 over their difference).
  @inline(__always) static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
    var hash = (first ^ second &* 0x9e37_79b9_7f4a_7c15) &* 0xbf58_476d_1ce4_e5b9
    hash ^= hash >> 29
    hash = hash &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 32)
  }
}
