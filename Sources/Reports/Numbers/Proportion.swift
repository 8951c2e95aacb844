/// Hits among a total, kept as counts so that a reader sees how much evidence a share rests on.
///
/// JSON: `{"hits": 3, "total": 4, "value": 0.75}`; `value` is null when the total is 0.
public struct Proportion: Codable, Hashable, Sendable {
  /// How many of the total are hits.
  public var hits: Int
  /// How many were tried.
  public var total: Int

  /// Creates a proportion.
  public init(hits: Int = 0, total: Int = 0) {
    self.hits = hits
    self.total = total
  }

  /// The share in 0...1; `nil` when nothing was tried.
  public var value: Double? {
    total > 0 ? Double(hits) / Double(total) : nil
  }

  /// Counts one trial.
  mutating func count(_ isHit: Bool) {
    total += 1
    if isHit { hits += 1 }
  }

  private enum CodingKeys: String, CodingKey {
    case hits
    case total
    case value
  }

  /// Reads the counts; the share follows from them.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    hits = try container.decode(Int.self, forKey: .hits)
    total = try container.decode(Int.self, forKey: .total)
  }

  /// Writes the counts and the share.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(hits, forKey: .hits)
    try container.encode(total, forKey: .total)
    try container.encode(value, forKey: .value)
  }
}
