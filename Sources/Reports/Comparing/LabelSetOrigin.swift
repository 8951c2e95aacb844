import Foundation

/// What a label set was made from, as its `set.json` says.
public struct LabelSetOrigin: Sendable {
  /// Settings, models and digests by name, as text.
  public private(set) var settings: [String: String]
  /// The proposal sources, in the order that records count.
  public let sources: [ReportSource]

  private struct File: Decodable {
    let settings: [String: [String]]
    let models: [String: String]
    let pool_digest: String
    let regions_digest: String
    let captions_digest: String
  }

  /// Reads the text of a `set.json`; `path` is for messages.
  ///
  /// - Throws: `ReportError.labelSet` when it is no such file.
  public init(json: [UInt8], path: String) throws {
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: Data(json))
    } catch {
      throw ReportError.labelSet(path: path, detail: "\(error)")
    }
    var values: [String: String] = [:]
    for line in file.settings.values.joined() {
      guard let equals = line.range(of: " = ") else { continue }
      values[String(line[..<equals.lowerBound])] = String(line[equals.upperBound...])
    }
    let kinds =
      (try? JSONDecoder().decode(
        [String].self, from: Data((values["regions.proposals"] ?? "[]").utf8))) ?? []
    sources = kinds.map { ReportSource(name: $0, isGroundTruth: $0 == "ground_truth") }
    for (role, digest) in file.models { values["model \(role)"] = digest }
    values["pool digest"] = file.pool_digest
    values["regions digest"] = file.regions_digest
    values["captions digest"] = file.captions_digest
    settings = values
  }

  /// Adds the rules by which the pool was built, from the text of its `pool.json`.
  ///
  /// Only the pool that a data set has now has such a file: the caller sees that it is this set's.
  public mutating func addPool(json: [UInt8]) {
    guard
      let pool = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    else { return }
    for (key, value) in pool["rules"] as? [String: Any] ?? [:] {
      settings["concepts.\(key)"] = Self.text(value)
    }
    if let templates = pool["templates"] { settings["concepts.templates"] = Self.text(templates) }
  }

  private static func text(_ value: Any) -> String {
    let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .sortedKeys]
    guard let data = try? JSONSerialization.data(withJSONObject: value, options: options) else {
      return "\(value)"
    }
    return String(decoding: data, as: UTF8.self)
  }
}
