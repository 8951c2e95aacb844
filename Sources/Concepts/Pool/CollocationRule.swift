import Glibc

/// Chooses which chains of nouns are concepts of their own.
///
/// Two words belong together when their normalised pointwise mutual information is high (Bouma,
/// *Normalized (pointwise) mutual information in collocation extraction*, 2009):
/// `npmi(x, y) = ln(p(x, y) / (p(x) p(y))) / -ln p(x, y)`, in -1...1. Here `p(x, y)` is the chain's
/// share of all mentions, `p(y)` the head's share, and `p(x)` that of the modifier as a modifier or
/// as a head.
struct CollocationRule {
  /// Least NPMI of a pair.
  static let npmiMin = 0.45
  /// Least count of a pair: below it the estimate is noise.
  static let pairsMin = 8

  let counts: ConceptCounts

  /// The chains that become concepts under `rules`, by name.
  func kept(_ rules: ConceptRules) -> [String: ConceptCounts.Entry] {
    switch rules.chains {
    case .none: [:]
    case .all: counts.chains
    case .collocations: collocations(rules)
    }
  }

  private func collocations(_ rules: ConceptRules) -> [String: ConceptCounts.Entry] {
    var asModifier: [Substring: Int] = [:]
    var pairs: [(modifier: Substring, head: Substring, name: String)] = []
    for (name, entry) in counts.chains {
      let words = name.split(separator: " ")
      guard words.count == 2 else { continue }
      asModifier[words[0], default: 0] += entry.occurrences
      // `summer day` is no more a thing than `day`.
      let isStop = StopConcepts.names.contains(String(words[1]))
      if isStop, rules.filters.contains(.stopConcept) { continue }
      pairs.append((words[0], words[1], name))
    }
    let total = counts.concepts.values.reduce(0) { $0 + $1.occurrences }
    guard total > 1 else { return [:] }
    var kept: [String: ConceptCounts.Entry] = [:]
    for pair in pairs {
      guard let entry = counts.chains[pair.name], entry.occurrences >= Self.pairsMin else {
        continue
      }
      let head = counts.concepts[String(pair.head)]?.occurrences ?? 0
      let alone = counts.concepts[String(pair.modifier)]?.occurrences ?? 0
      let modifier = asModifier[pair.modifier, default: 0] + alone
      if Self.npmi(both: entry.occurrences, modifier, max(head, entry.occurrences), total: total)
        >= Self.npmiMin
      {
        kept[pair.name] = entry
      }
    }
    return kept
  }

  /// Normalised pointwise mutual information of a pair seen `both` times in `total` mentions.
  static func npmi(both: Int, _ first: Int, _ second: Int, total: Int) -> Double {
    guard both > 0, total > both else { return both > 0 ? 1 : -1 }
    let joint = Double(both) / Double(total)
    let apart = Double(first) / Double(total) * (Double(second) / Double(total))
    return log(joint / apart) / -log(joint)
  }
}
