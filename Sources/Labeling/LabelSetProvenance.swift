import Foundation

/// What a label set was made from, for `set.json`; nothing that the set's name does not cover.
///
/// The rules of the concept pool are in `concepts/pool.json`: other rules may give the same pool,
/// and then the same set.
struct LabelSetProvenance: Encodable {
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
}
