public import Records

/// Random numbers that depend on a seed and an image's key alone, never on order or threads.
///
/// FNV-1a of the key starts SplitMix64 (Steele, Lea, Flood 2014).
public struct SeededDraw: Sendable {
  private var state: UInt64

  /// Starts the numbers of one image.
  public init(seed: UInt64, key: ImageKey) {
    state = 0xcbf2_9ce4_8422_2325 ^ seed &* 0x9e37_79b9_7f4a_7c15
    for byte in key.bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A number in `0..<bound`, each equally likely to 2^-64 times the bound.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// `count` different numbers below `total` in ascending order, or all of them where there are no
  /// more; every choice is equally likely.
  public mutating func sample(_ count: Int, of total: Int) -> [Int] {
    var numbers = Array(0..<total)
    guard count < total else { return numbers }
    for place in 0..<count { numbers.swapAt(place, place + below(total - place)) }
    return numbers[..<count].sorted()
  }
}
