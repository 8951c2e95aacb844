import Foundation

/// The text of `report.json` and `compare.json`.
enum NumbersFile {
  /// JSON with keys in byte order: equal numbers give equal text.
  static func text(of numbers: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(numbers), as: UTF8.self) + "\n"
  }
}
