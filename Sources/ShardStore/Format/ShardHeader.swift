public import Codecs
internal import Foundation

/// What a shard says of itself before its first record: enough to know whether it may be used.
///
/// In the file it is canonical JSON (sorted keys, no spaces) without times, hosts or paths, so that
/// equal inputs give equal bytes. `schemas/shard-header.schema.json` describes it.
public struct ShardHeader: Hashable, Sendable {
  /// Major version of the format; readers refuse any other.
  public static let major = 1
  /// Minor version; later ones add columns, which earlier readers skip.
  public static let minor = 2
  /// zstd level of the records.
  public static let compressionLevel = 3

  /// What the records are.
  public var kind: ShardKind
  /// Number of the unit.
  public var unit: Int
  /// Digest of every setting that decides the records.
  public var configDigest: SHA256Digest
  /// Digest of each model file by its role, for example `teacher/model.safetensors`.
  public var modelDigests: [String: SHA256Digest]
  /// Digest of the concept pool; only for labels.
  public var poolDigest: SHA256Digest?
  /// Width of an embedding; 0 for labels.
  public var embeddingSize: Int
  /// How the embeddings were made, by name: mode of the regions, sizes, rounding.
  ///
  /// For people and exports; the digest is what is compared. Empty for labels.
  public var embedding: [String: String]
  /// How the boxes were made, by name: the chain and every source with its settings.
  ///
  /// For people and exports; the digest is what is compared. Empty for labels.
  public var proposals: [String: String]
  /// Most concepts kept for a region; 0 for regions.
  public var conceptsPerRegion: Int
  /// Name and version of the program that wrote the shard.
  public var toolVersion: String
  /// Version of libzstd that compressed it; other versions may give other bytes for equal records.
  public var zstdVersion: String

  /// Creates the header of a shard to be written by this program.
  public init(
    kind: ShardKind, unit: Int, configDigest: SHA256Digest,
    modelDigests: [String: SHA256Digest], poolDigest: SHA256Digest? = nil,
    embeddingSize: Int = 0, embedding: [String: String] = [:],
    proposals: [String: String] = [:], conceptsPerRegion: Int = 0, toolVersion: String
  ) {
    self.kind = kind
    self.unit = unit
    self.configDigest = configDigest
    self.modelDigests = modelDigests
    self.poolDigest = poolDigest
    self.embeddingSize = embeddingSize
    self.embedding = embedding
    self.proposals = proposals
    self.conceptsPerRegion = conceptsPerRegion
    self.toolVersion = toolVersion
    zstdVersion = ZstdCompressor.libraryVersion
  }

  /// The rule that the header breaks; `nil` for a good one.
  var problem: String? {
    guard (0...ShardLimits.unitMax).contains(unit) else {
      return "expected a unit in 0...\(ShardLimits.unitMax), found \(unit)"
    }
    let sizes = kind == .regions ? 1...ShardLimits.embeddingSizeMax : 0...0
    guard sizes.contains(embeddingSize) else {
      return "expected an embedding size in \(sizes) for \(kind.rawValue), found \(embeddingSize)"
    }
    let counts = kind == .labels ? 1...ShardLimits.conceptsPerRegionMax : 0...0
    guard counts.contains(conceptsPerRegion) else {
      return """
        expected concepts per region in \(counts) for \(kind.rawValue), found \(conceptsPerRegion)
        """
    }
    guard (kind == .labels) == (poolDigest != nil) else {
      return "expected a pool digest for labels and none for regions"
    }
    return nil
  }
}

extension ShardHeader {
  /// The header's content: `PLRSHARD`, u16 major, u16 minor, u32 count, JSON, first 8 bytes of the
  /// SHA-256 of all before.
  func content() throws(ShardError) -> [UInt8] {
    if let problem { throw .invalidHeader(detail: problem) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(ShardHeaderJSON(self)) else {
      throw .invalidHeader(detail: "a value cannot be written as JSON")
    }
    guard json.count <= ShardLimits.headerBytesMax else {
      throw .invalidHeader(
        detail: "expected at most \(ShardLimits.headerBytesMax) bytes of JSON, found \(json.count)")
    }
    var writer = ByteWriter()
    writer.append("PLRSHARD")
    writer.append(UInt16(Self.major))
    writer.append(UInt16(Self.minor))
    writer.append(UInt32(json.count))
    writer.append([UInt8](json))
    writer.append(Array(SHA256Digest(of: writer.bytes).bytes.prefix(8)))
    return writer.bytes
  }

  /// Reads a header's content.
  init(content: ArraySlice<UInt8>, path: String) throws(ShardError) {
    func damaged(_ detail: String) -> ShardError {
      .damaged(path: path, part: .header, detail: detail)
    }
    var reader = ByteReader(content)
    guard reader.skip("PLRSHARD"), let major = reader.read(UInt16.self) else {
      throw .notAShard(path: path, found: "another zstd file")
    }
    guard major == Self.major else {
      throw .unsupportedMajor(path: path, found: Int(major), supported: Self.major)
    }
    guard reader.read(UInt16.self) != nil, let count = reader.read(UInt32.self),
      Int(count) <= ShardLimits.headerBytesMax, let json = reader.read(count: Int(count)),
      reader.rest.count == 8
    else { throw damaged("its lengths do not fit") }
    guard SHA256Digest(of: Array(content.dropLast(8))).bytes.prefix(8) == reader.rest else {
      throw damaged("its checksum differs")
    }
    do {
      self = try JSONDecoder().decode(ShardHeaderJSON.self, from: Data(json)).header()
    } catch {
      throw damaged("its JSON is not a shard header (\(error))")
    }
    if let problem { throw damaged(problem) }
  }
}
