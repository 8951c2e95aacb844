/// The file name of a shard: `unit-00000007.plr.zst`.
///
/// The folder says the kind (`regions/`, `labels/<label set>/`); the name's existence is the commit.
public struct ShardName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Number of the unit, counted from 0.
  public let unit: Int

  /// Names the shard of `unit`, which must not be negative.
  public init(unit: Int) {
    precondition((0...ShardLimits.unitMax).contains(unit))
    self.unit = unit
  }

  /// Reads a file name; `nil` for any other file.
  public init?(_ text: String) {
    let prefix = "unit-"
    let suffix = ".plr.zst"
    guard text.hasPrefix(prefix), text.hasSuffix(suffix),
      let unit = Int(text.dropFirst(prefix.count).dropLast(suffix.count)),
      (0...ShardLimits.unitMax).contains(unit)
    else { return nil }
    self.unit = unit
    guard self.text == text else { return nil }
  }

  /// The file name, at least eight digits.
  public var text: String {
    let digits = String(unit)
    return "unit-\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).plr.zst"
  }

  /// The file name.
  public var description: String { text }

  /// Orders names by unit.
  public static func < (left: ShardName, right: ShardName) -> Bool { left.unit < right.unit }
}
