/// One unit of work: a contiguous range of the sorted input list, and one shard of each pass.
public struct WorkUnit: Hashable, Sendable, Codable {
  /// The unit's number, counted from 0; it names the shard.
  public let index: Int
  /// First image of the range.
  public let first: Int
  /// Number of images, at least 1.
  public let count: Int

  /// Creates a unit.
  public init(index: Int, first: Int, count: Int) {
    precondition(index >= 0 && first >= 0 && count > 0)
    self.index = index
    self.first = first
    self.count = count
  }

  /// Reads a unit; numbers that are no unit are a decoding error.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    index = try values.decode(Int.self, forKey: .index)
    first = try values.decode(Int.self, forKey: .first)
    count = try values.decode(Int.self, forKey: .count)
    let most = 1 << 40
    guard (0...most).contains(index), (0...most).contains(first), (1...most).contains(count) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no unit has such numbers"))
    }
  }

  private enum CodingKeys: String, CodingKey {
    case index, first, count
  }

  /// Positions of the unit's images in the sorted input list.
  public var range: Range<Int> { first..<first + count }
}

/// The frozen agreement of a data set: which images, in which units, read by which models.
///
/// Everything that decides the bytes of a region shard is in here by value or by digest, so a
/// worker that computes another plan from its own files is refused before it writes anything.
public struct Plan: Hashable, Sendable, Codable {
  /// The format's version.
  public static let currentVersion = 1

  /// Version of the plan's format.
  public var version: Int
  /// The tool that made the plan; for people, never compared.
  public var tool: String
  /// Number of images in the input list.
  public var images: Int
  /// SHA-256 of the sorted input list (keys and image ids).
  public var inputDigest: String
  /// SHA-256 of the settings that the regions pass depends on.
  public var regionsDigest: String
  /// How embeddings are made, by name, for people and exports; the settings' digest covers it.
  ///
  /// `nil` in plans of earlier versions.
  public var embedding: [String: String]?
  /// How boxes are made, by name: the chain and every source; the settings' digest covers it.
  public var proposals: [String: String]?
  /// SHA-256 of each model file, by the role it plays.
  public var models: [String: String]
  /// The kind of arithmetic the bytes hold for: BLAS and kernel family.
  public var kernels: String
  /// The settings that the regions pass depends on, `key = value`, so that a change has a name.
  ///
  /// `nil` in plans of earlier versions.
  public var settings: [String]?
  /// What was measured when the plan was made, by name; for people, never compared.
  public var measured: [String: Double]?
  /// Explicit unit ranges, in order, without holes.
  public var units: [WorkUnit]

  /// Creates a plan that cuts `images` images into units of `unitImages`.
  public init(
    tool: String, images: Int, unitImages: Int, inputDigest: String, regionsDigest: String,
    embedding: [String: String]? = nil, proposals: [String: String]? = nil,
    settings: [String]? = nil, models: [String: String], kernels: String
  ) {
    precondition(unitImages > 0)
    self.version = Self.currentVersion
    self.tool = tool
    self.images = images
    self.inputDigest = inputDigest
    self.regionsDigest = regionsDigest
    self.embedding = embedding
    self.proposals = proposals
    self.settings = settings
    self.models = models
    self.kernels = kernels
    self.units = WorkUnit.covering(images, each: unitImages)
  }

  private enum CodingKeys: String, CodingKey {
    case version, tool, images, embedding, proposals, settings, models, kernels
    case measured, units
    case inputDigest = "input_digest"
    case regionsDigest = "regions_digest"
  }

  /// The kernel family as `PSEUDOBOX_KERNELS` asks for it.
  public var kernelLevel: String { String(kernels.prefix { $0 != "+" }) }

  /// What differs between the plan on disk and the plan that today's files give, for people.
  ///
  /// The kernel family is left out: a data set may be continued on another machine, which is told
  /// to the user as a note, because only the last bits of embeddings can differ. `lists` says in words
  /// how the lists of images differ, where that is known.
  public func differences(from frozen: Plan, lists: [String] = []) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ what: String, _ old: Value, _ new: Value) {
      if old != new { found.append("\(what): planned \(old), now \(new)") }
    }
    compare("plan version", frozen.version, version)
    compare("number of images", frozen.images, images)
    if frozen.inputDigest != inputDigest {
      found += lists
      if lists.isEmpty { compare("input list digest", frozen.inputDigest, inputDigest) }
    }
    compare("settings of the regions pass (digest)", frozen.regionsDigest, regionsDigest)
    if let old = frozen.settings, let new = settings {
      found += Self.differences(between: old, and: new)
    }
    if let old = frozen.embedding, let new = embedding {
      for name in Set(old.keys).union(new.keys).sorted() {
        compare("embedding \(name)", old[name] ?? "none", new[name] ?? "none")
      }
    }
    for role in Set(models.keys).union(frozen.models.keys).sorted() {
      compare("model \(role)", frozen.models[role] ?? "none", models[role] ?? "none")
    }
    if frozen.units != units {
      let (old, new) = (frozen.units.first?.count ?? 0, units.first?.count ?? 0)
      if old != new {
        compare("images in a unit (plan.unit_images)", old, new)
      } else {
        found.append("unit ranges differ")
      }
    }
    return found
  }
}

extension Plan {
  /// The lines of one of two lists of `key = value` that are not in the other, joined by key.
  public static func differences(between old: [String], and new: [String]) -> [String] {
    func values(_ lines: [String]) -> [String: String] {
      let pairs = lines.map { line in
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (trimmed(parts[0]), parts.count > 1 ? trimmed(parts[1]) : "")
      }
      return Dictionary(pairs) { $0 + ", " + $1 }
    }
    func trimmed(_ text: Substring) -> String {
      String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    let (old, new) = (values(old.filter { !$0.isEmpty }), values(new.filter { !$0.isEmpty }))
    return Set(old.keys).union(new.keys).sorted().compactMap { key in
      let (planned, now) = (old[key] ?? "none", new[key] ?? "none")
      return planned == now ? nil : "\(key): planned \(planned), now \(now)"
    }
  }
}

extension WorkUnit {
  /// Units that cover `count` items, `each` of them in a unit but the last.
  public static func covering(_ count: Int, each: Int) -> [WorkUnit] {
    precondition(each > 0)
    return stride(from: 0, to: count, by: each).enumerated().map { index, first in
      WorkUnit(index: index, first: first, count: min(each, count - first))
    }
  }
}

extension Collection<WorkUnit> {
  /// Number of images of all units together.
  public var images: Int { reduce(0) { $0 + $1.count } }
}
