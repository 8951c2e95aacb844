import Kernels

/// Features of tokens, hashed with the number of what they are: lists one behind the other.
struct FeatureList: Sendable {
  /// The hashes; the first `count` are in use.
  private(set) var hashes = [UInt64](repeating: 0, count: FeatureTable.featuresMax)
  /// Number of features of all lists.
  private(set) var count = 0
  /// Where each finished list ends.
  private(set) var ends: [UInt32] = []
  /// Added to each number: the chunker's features begin at 1001, the tagger's at 1.
  let firstNumber: UInt64

  init(firstNumber: UInt64) {
    self.firstNumber = firstNumber
  }

  /// Takes all features out.
  @inline(__always) mutating func clear() {
    count = 0
    if !ends.isEmpty { ends.removeAll(keepingCapacity: true) }
  }

  /// Adds the feature with this number: its value tells apart what is alike but for it.
  @inline(__always) mutating func add(_ number: UInt64, _ value: UInt64) {
    hashes[count] = FeatureHash.mix(value, (number &+ firstNumber) &* 0x517c_c1b7_2722_0a95)
    count += 1
  }

  /// Ends a list; what is added from now on belongs to the next one.
  @inline(__always) mutating func endList() {
    ends.append(UInt32(count))
    if count + FeatureTable.featuresMax > hashes.count {
      hashes += Array(repeating: 0, count: hashes.count)
    }
  }
}
