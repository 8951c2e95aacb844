/// Some units of a plan, by number: `7`, `3,8-12`.
///
/// Kept as ranges, since a plan of millions of images has more units than anyone lists. The same
/// text serves `--units`, Slurm's `--array` and people.
public struct UnitSelection: Hashable, Sendable, CustomStringConvertible {
  /// Ranges in ascending order, neither touching nor overlapping.
  public let ranges: [ClosedRange<Int>]

  /// The units of `ranges`, in any order, overlapping or not.
  public init(ranges: [ClosedRange<Int>]) {
    var merged: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  /// The units of `numbers`, in any order.
  public init(_ numbers: some Sequence<Int>) {
    self.init(ranges: numbers.map { $0...$0 })
  }

  /// Reads numbers and ranges, both ends included, separated by commas.
  ///
  /// - Throws: `UnitSelectionError.malformed` for anything else; nothing is guessed.
  public init(parsing text: String) throws(UnitSelectionError) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first <= last
      else { throw .malformed(text: text, part: String(part)) }
      ranges.append(first...last)
    }
    self.init(ranges: ranges)
  }

  /// A unit's number; digits only, since `Int` would read a sign too.
  static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }

  /// Number of units.
  public var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether there is none.
  public var isEmpty: Bool { ranges.isEmpty }

  /// The selection as `3,8-12`; empty for none.
  public var description: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  /// The numbers, ascending.
  public var numbers: some Sequence<Int> { ranges.lazy.joined() }

  /// The selected units of `plan`, in its order.
  ///
  /// - Throws: `UnitSelectionError.beyondPlan` when one is not in it.
  public func units(of plan: Plan) throws(UnitSelectionError) -> [WorkUnit] {
    if let last = ranges.last, last.upperBound >= plan.units.count {
      throw .beyondPlan(selection: description, units: plan.units.count)
    }
    return ranges.flatMap { plan.units[$0] }
  }

  /// The tasks of `perTask` units each that hold the selected units.
  public func tasks(perTask: Int) -> UnitSelection {
    precondition(perTask > 0)
    return UnitSelection(
      ranges: ranges.map { $0.lowerBound / perTask...$0.upperBound / perTask })
  }
}
