import Codecs

/// What shards say of how they were made, in any order: for the tables `meta` and `models`.
struct IndexProvenance: Hashable {
  /// A model file that records were made with.
  struct Model: Hashable {
    var kind: String
    var role: String
    var digest: [UInt8]
  }

  private(set) var models: Set<Model> = []
  private var values: [String: Set<String>] = [:]

  mutating func add(_ header: ShardHeader) {
    let kind = header.kind.rawValue
    for (role, digest) in header.modelDigests {
      models.insert(Model(kind: kind, role: role, digest: digest.bytes))
    }
    add("\(kind)_settings", header.configDigest.hex)
    add("\(kind)_tool", header.toolVersion)
    add("\(kind)_zstd", header.zstdVersion)
    for (name, value) in header.embedding { add("embedding_\(name)", value) }
    if let pool = header.poolDigest { add("pool_digest", pool.hex) }
  }

  private mutating func add(_ key: String, _ value: String) {
    values[key, default: []].insert(value)
  }

  /// Each key's values, several of them in order, separated by `, `.
  var facts: [String: String] {
    values.mapValues { $0.sorted().joined(separator: ", ") }
  }
}
