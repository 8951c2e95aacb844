public import Pipeline

/// A job array as Slurm takes it: indices below its limit, and what is added to them.
public struct SlurmArray: Hashable, Sendable {
  /// Added to an index to give the task's number.
  public let offset: Int
  /// Indices of the array, all below the site's `MaxArraySize`.
  public let indices: UnitSelection

  /// Most bytes of a list of indices: it is one argument of a command.
  static let textMax = 60_000

  /// The arrays of `tasks` on a site whose indices are below `sizeMax`.
  ///
  /// Each array has one offset, a multiple of `sizeMax`, so that a task's index does not depend on
  /// which others are missing; long lists are cut.
  public static func arrays(of tasks: UnitSelection, sizeMax: Int) -> [SlurmArray] {
    precondition(sizeMax > 0)
    var arrays: [SlurmArray] = []
    var offset = 0
    var ranges: [ClosedRange<Int>] = []
    var bytes = 0
    func close() {
      if !ranges.isEmpty {
        arrays.append(SlurmArray(offset: offset, indices: UnitSelection(ranges: ranges)))
      }
      ranges = []
      bytes = 0
    }
    for range in tasks.ranges {
      var first = range.lowerBound
      while first <= range.upperBound {
        let block = first / sizeMax * sizeMax
        let last = min(range.upperBound, block + sizeMax - 1)
        let indices = first - block...last - block
        let size = "\(indices.lowerBound)-\(indices.upperBound),".utf8.count
        if block != offset || bytes + size > textMax { close() }
        offset = block
        ranges.append(indices)
        bytes += size
        first = last + 1
      }
    }
    close()
    return arrays
  }
}
