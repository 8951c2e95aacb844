import Foundation
import Pipeline

/// What a label set was made from, for `set.json`; nothing that the set's name does not cover.
///
/// The rules of the concept pool are in `concepts/pool.json`: other rules may give the same pool,
/// and then the same set.
struct LabelSetProvenance: Codable, Equatable {
  let captionsDigest: String
  let models: [String: String]
  let poolDigest: String
  let regionsDigest: String
  /// For each pass the settings that it depends on, `key = value`.
  let settings: [String: [String]]

  private enum CodingKeys: String, CodingKey {
    case models, settings
    case captionsDigest = "captions_digest"
    case poolDigest = "pool_digest"
    case regionsDigest = "regions_digest"
  }

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// What differs from the set that was planned with `planned`, for people.
  func differences(from planned: LabelSetProvenance) -> [String] {
    func lines(_ set: LabelSetProvenance) -> [String] {
      ["captions (digest) = \(set.captionsDigest)", "concept pool (digest) = \(set.poolDigest)"]
        + set.models.sorted { $0.key < $1.key }.map { "model \($0.key) = \($0.value)" }
        + (set.settings["labels"] ?? [])
    }
    return Plan.differences(between: lines(planned), and: lines(self))
  }
}
