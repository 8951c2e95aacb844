import Codecs

/// Names that mean the same thing, as a user's file gives them.
///
/// Each line is one concept: the name that is counted, then other names for it, with commas or tabs
/// between. Empty lines and lines that begin with `#` say nothing.
public struct SynonymGroups: Hashable, Sendable {
  /// The names of each concept, cleaned, the counted one first.
  public let groups: [[String]]
  /// The group of each name, also in the singular.
  private let groupOfName: [String: Int]

  /// No synonyms.
  public static let none = SynonymGroups()

  private init() {
    groups = []
    groupOfName = [:]
  }

  /// Reads a file of synonyms; `path` is for the error's text.
  ///
  /// - Throws: `ConceptError.badSynonyms` for a line with fewer than two names, a name that two lines
  ///   have, and bytes that are no UTF-8.
  public init(bytes: [UInt8], path: String) throws {
    var groups: [[String]] = []
    var groupOfName: [String: Int] = [:]
    let content = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes[3...] : bytes[...]
    let lines = content.split(separator: 0x0a, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      func bad(_ expected: String, _ found: String) -> ConceptError {
        .badSynonyms(path: path, line: index + 1, expected: expected, found: found)
      }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw bad("UTF-8", "other bytes")
      }
      let names = text.split { $0 == "," || $0 == "\t" }.map { ConceptName.cleaned(String($0)) }
        .filter { !$0.isEmpty }
      guard let first = names.first, !first.hasPrefix("#") else { continue }
      guard names.count > 1 else { throw bad("a name and others for it", "only '\(first)'") }
      for name in names.flatMap({ [$0, ConceptName.normalForm($0)] }) {
        if let other = groupOfName.updateValue(groups.count, forKey: name), other != groups.count {
          throw bad("each name once", "'\(name)', which '\(groups[other][0])' has as well")
        }
      }
      groups.append(names)
    }
    self.groups = groups
    self.groupOfName = groupOfName
  }

  /// Every name, for a parser that keeps names of several words whole.
  var names: [String] { groups.flatMap { $0 } }

  /// The other names of a thing; empty for names that are not listed.
  func synonyms(of name: String) -> [String] {
    guard let group = groupOfName[name] else { return [] }
    return groups[group].filter { $0 != name }
  }

  /// The name that each listed one is counted under, on top of `known`, which gives way.
  func canonical(over known: [String: String]) -> [String: String] {
    let own = groupOfName.mapValues { groups[$0][0] }
    return known.mapValues { own[$0] ?? $0 }.merging(own) { _, own in own }
  }

  /// A text that differs when counts would.
  var digest: String {
    groups.isEmpty
      ? "none"
      : SHA256Digest(
        of: Array(groups.map { $0.joined(separator: ",") }.joined(separator: "\n").utf8)
      ).hex
  }
}
