import Foundation
import Records

/// What a label set was made from, read from its `set.json`.
public struct LabelSetFacts: Hashable, Sendable {
  /// Name of the set's folder.
  public let name: String
  /// Digest of the pool: names and text embeddings.
  public let poolDigest: String
  /// Digest of the settings of the regions pass.
  public let regionsDigest: String
  /// Digest of each model by its role.
  public let models: [String: String]
  /// The rule by which class boxes were chosen.
  public let classBoxRule: String
  /// What cosines were divided by in the softmax.
  public let temperature: Double
  /// Kinds of the proposal sources, in the order that records count.
  public let sources: [String]

  /// Reads `json`; `path` is for messages.
  ///
  /// - Throws: `ExportError.badLabelSet`.
  public init(name: String, json: [UInt8], path: String) throws {
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: Data(json))
    } catch {
      throw ExportError.badLabelSet(path: path, detail: "\(error)")
    }
    var values: [String: String] = [:]
    for line in (file.settings["labels"] ?? []) + (file.settings["regions"] ?? []) {
      guard let equals = line.range(of: " = ") else { continue }
      values[String(line[..<equals.lowerBound])] = String(line[equals.upperBound...])
    }
    func text(_ key: String) -> String {
      (values[key] ?? "").trimmingCharacters(in: ["\""])
    }
    self.name = name
    poolDigest = file.pool_digest
    regionsDigest = file.regions_digest
    models = file.models
    classBoxRule = text("labels.class_boxes.rule")
    temperature = Double(text("labels.temperature")) ?? 0.01
    let kinds = Data((values["regions.proposals"] ?? "[]").utf8)
    sources = (try? JSONDecoder().decode([String].self, from: kinds)) ?? []
  }

  private struct File: Decodable {
    let pool_digest: String
    let regions_digest: String
    let models: [String: String]
    let settings: [String: [String]]
  }
}
