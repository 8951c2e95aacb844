import Codecs
internal import Foundation

/// The header as it stands in the file.
struct ShardHeaderJSON: Codable {
  /// A column that records of this kind may have, so that a shard explains itself.
  struct ColumnJSON: Codable {
    var id: UInt8
    var name: String
    var shape: [String]
    var transform: String
    var type: String
  }

  /// A digest that is not 64 hex digits.
  struct BadDigest: Error {
    var text: String
  }

  var columns: [ColumnJSON]
  var compressionLevel: Int
  var conceptsPerRegion: Int
  var configDigest: String
  var embedding: [String: String]?
  var embeddingSize: Int
  var kind: ShardKind
  var modelDigests: [String: String]
  var poolDigest: String?
  var proposals: [String: String]?
  var toolVersion: String
  var unit: Int
  var zstdVersion: String

  enum CodingKeys: String, CodingKey {
    case columns
    case compressionLevel = "compression_level"
    case conceptsPerRegion = "concepts_per_region"
    case configDigest = "config_digest"
    case embedding
    case embeddingSize = "embedding_size"
    case kind
    case modelDigests = "model_digests"
    case poolDigest = "pool_digest"
    case proposals
    case toolVersion = "tool_version"
    case unit
    case zstdVersion = "zstd_version"
  }

  init(_ header: ShardHeader) {
    columns = ColumnID.columns(of: header.kind).map { id in
      let layout = id.layout
      return ColumnJSON(
        id: id.rawValue, name: id.name, shape: layout.shape, transform: layout.transform.name,
        type: layout.type.name)
    }
    compressionLevel = ShardHeader.compressionLevel
    conceptsPerRegion = header.conceptsPerRegion
    configDigest = header.configDigest.hex
    // Left out where empty, so that the bytes of shards without it stay as they were.
    embedding = header.embedding.isEmpty ? nil : header.embedding
    embeddingSize = header.embeddingSize
    kind = header.kind
    modelDigests = header.modelDigests.mapValues(\.hex)
    poolDigest = header.poolDigest?.hex
    proposals = header.proposals.isEmpty ? nil : header.proposals
    toolVersion = header.toolVersion
    unit = header.unit
    zstdVersion = header.zstdVersion
  }

  func header() throws -> ShardHeader {
    var header = ShardHeader(
      kind: kind, unit: unit, configDigest: try Self.digest(configDigest),
      modelDigests: try modelDigests.mapValues(Self.digest),
      poolDigest: try poolDigest.map(Self.digest), embeddingSize: embeddingSize,
      embedding: embedding ?? [:], proposals: proposals ?? [:],
      conceptsPerRegion: conceptsPerRegion, toolVersion: toolVersion)
    header.zstdVersion = zstdVersion
    return header
  }

  private static func digest(_ hex: String) throws -> SHA256Digest {
    guard let digest = SHA256Digest(hex: hex) else { throw BadDigest(text: hex) }
    return digest
  }
}
