/// Repeatable noise of mean 0 and deviation 1, near enough to a normal distribution for weights.
///
/// Sums four 16-bit pieces of each SplitMix64 number (https://doi.org/10.1145/2660193.2660195).
struct NoiseStream {
  private var state: UInt64

  /// Starts the stream of a name; other names and seeds give other streams.
  init(_ name: String, seed: UInt64) {
    // FNV-1a.
    state = name.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  mutating func next() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    let sum = (z & 0xFFFF) + (z >> 16 & 0xFFFF) + (z >> 32 & 0xFFFF) + (z >> 48)
    // Four uniform pieces of variance 65536^2 / 12 each.
    return (Float(sum) - 131_070) * (1 / 37_837.23)
  }
}
