internal import CKernels

/// Fixed-point weights of one direction of a resize.
struct ResampleTaps {
  let taps: Int
  private(set) var starts: [Int32]
  private(set) var counts: [Int32]
  private(set) var weights: [Int32]

  private let repeats: Int

  /// Output positions.
  var outputs: Int { starts.count }

  /// The first input position that is read; 0 when none is.
  var first: Int { zip(starts, counts).filter { $1 > 0 }.map { Int($0.0) }.min() ?? 0 }

  /// One past the last input position that is read; 0 when none is.
  var end: Int { zip(starts, counts).filter { $1 > 0 }.map { Int($0 + $1) }.max() ?? 0 }

  /// The weights with which the output positions `from..<from + count` of `output` read `input`
  /// positions; each weight is repeated `repeats` times.
  init(
    _ input: Int, _ output: Int, _ filter: ResampleFilter, from: Int, count: Int, repeats: Int
  ) {
    let filter = ck_filter(UInt32(filter.rawValue))
    let taps = ck_resample_taps(input, output, filter)
    var starts = [Int32](repeating: 0, count: count)
    var counts = starts
    weights = unsafe [Int32](unsafeUninitializedCapacity: count * taps * repeats) {
      buffer, filled in
      unsafe ck_resample_weights(
        input, output, filter, from, count, taps, repeats, &starts, &counts, buffer.baseAddress)
      filled = count * taps * repeats
    }
    self.taps = taps
    self.starts = starts
    self.counts = counts
    self.repeats = repeats
  }

  /// The same for an input of which only `positions` exist and the others are black; positions
  /// count from the first that exists.
  ///
  /// Where the last positions are cut off, weights past the new counts stay: the horizontal pass
  /// may read on to the end of a vector, and finds zeros behind the row.
  func limited(to positions: Range<Int>) -> ResampleTaps {
    var result = self
    for index in starts.indices {
      let low = max(Int(starts[index]), positions.lowerBound)
      let high = min(Int(starts[index] + counts[index]), positions.upperBound)
      guard low < high else {
        result.starts[index] = 0
        result.counts[index] = 0
        continue
      }
      let skipped = (low - Int(starts[index])) * repeats
      let row = index * taps * repeats
      if skipped > 0 {
        // Behind the moved weights come zeros again: real pixels may follow there.
        for weight in 0..<taps * repeats {
          let isKept = weight < (high - low) * repeats
          result.weights[row + weight] = isKept ? weights[row + weight + skipped] : 0
        }
      }
      result.starts[index] = Int32(low - positions.lowerBound)
      result.counts[index] = Int32(high - low)
    }
    return result
  }
}
