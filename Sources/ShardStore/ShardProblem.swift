/// One thing that is wrong with a shard, as `verify` finds it.
public struct ShardProblem: Hashable, Sendable, CustomStringConvertible {
  /// The record, counted from 0; `nil` for the file as a whole.
  public let record: Int?
  /// What, expected, found.
  public let text: String

  /// The record and the text.
  public var description: String { record.map { "record \($0): \(text)" } ?? text }
}
