import Glibc

/// Chooses which longer names are concepts of their own.
///
/// Two words belong together when their normalised pointwise mutual information is high (Bouma,
/// *Normalized (pointwise) mutual information in collocation extraction*, 2009):
/// `npmi(x, y) = ln(p(x, y) / (p(x) p(y))) / -ln p(x, y)`, in -1...1. Here `p(x, y)` is the longer
/// name's share of all mentions, `p(y)` the head's share, and `p(x)` that of the modifier as a
/// modifier or as a head.
struct Collocations {
  /// Least NPMI of a noun with its head.
  static let nounMin = 0.45
  /// Least NPMI of an adjective or participle with its head.
  static let adjectiveMin = 0.60
  /// Least count of a pair: below it the estimate is noise.
  static let pairsMin = 8

  /// Mentions of the corpus.
  let mentions: Int
  private var modifiers: [String: Int] = [:]
  private var heads: [String: Int] = [:]

  init(mentions: Int) {
    self.mentions = mentions
  }

  /// Takes the count of a modifier; rare ones cannot be part of a collocation.
  mutating func addModifier(_ word: String, _ count: Int) {
    if count >= Self.pairsMin { modifiers[word] = count }
  }

  /// Takes the count of a head.
  mutating func addHead(_ word: String, _ count: Int) {
    if count >= Self.pairsMin { heads[word] = count }
  }

  /// The NPMI of a name of two words that was met `count` times; `nil` when it is none or too rare.
  func npmi(_ name: String, _ count: Int) -> Double? {
    let words = name.split(separator: " ")
    guard count >= Self.pairsMin, words.count == 2 else { return nil }
    let (first, second) = (String(words[0]), String(words[1]))
    let modifier = modifiers[first, default: 0] + heads[first, default: 0]
    return Self.npmi(
      both: count, max(modifier, count), max(heads[second, default: 0], count), total: mentions)
  }

  /// The least NPMI of a name of a kind.
  static func least(_ kind: CountKey.Kind) -> Double {
    kind == .adjectiveChain ? adjectiveMin : nounMin
  }

  /// Normalised pointwise mutual information of a pair seen `both` times in `total` mentions.
  static func npmi(both: Int, _ first: Int, _ second: Int, total: Int) -> Double {
    guard both > 0, total > both else { return both > 0 ? 1 : -1 }
    let joint = Double(both) / Double(total)
    let apart = Double(first) / Double(total) * (Double(second) / Double(total))
    return log(joint / apart) / -log(joint)
  }

  /// Whether a pair names no thing of its own although its words belong together: a listed one, or
  /// one of a size, age, colour, surface or weather with its head (`little girl`, `cloudy sky`).
  static func isBlocked(_ name: String, _ kind: CountKey.Kind) -> Bool {
    if blocked.contains(name) { return true }
    guard kind == .adjectiveChain, let first = name.split(separator: " ").first else {
      return false
    }
    return qualities.contains(String(first))
  }

  /// Adjectives that describe any thing and name no kind of it.
  private static let qualities: Set<String> = [
    "little", "big", "large", "small", "tiny", "huge", "tall", "short", "long", "wide", "narrow",
    "young", "old", "elderly", "new", "ancient", "middle-aged", "beautiful", "pretty", "cute",
    "nice", "good", "bad", "happy", "sad", "red", "blue", "green", "yellow", "white", "black",
    "brown", "gray", "grey", "pink", "purple", "orange", "colorful", "bright", "dark", "cloudy",
    "sunny", "clear", "overcast", "rainy", "snowy", "stormy", "foggy", "empty", "full", "open",
    "closed", "busy", "crowded", "clean", "dirty", "various", "different", "same", "several",
    "golden", "wooden", "plastic", "metallic", "shiny", "plain", "soft", "smooth", "rough", "round",
    "sandy", "grassy", "rocky", "muddy", "checkered", "striped", "dotted", "patterned",
  ]

  /// Pairs that belong together and still name no thing of their own.
  private static let blocked: Set<String> = [
    "sunny day", "rainy day", "cloudy day", "snowy day", "windy day", "clear day", "opposite side",
    "opposite direction", "biological species", "slow motion", "constitutional republic",
    "close up", "bad weather", "early morning", "late afternoon", "long exposure", "high angle",
    "low angle", "side view", "rear view", "front view", "aerial view", "bird's-eye view",
    "top view", "black background", "white background", "young age", "different angle",
  ]
}

/// A longer name whose words belong together, with its measure.
public struct Collocation: Hashable, Sendable {
  /// The name, head in the singular.
  public var name: String
  /// Times it was met.
  public var occurrences: Int
  /// Normalised pointwise mutual information, in -1...1.
  public var npmi: Double
  /// Whether the word before the head is an adjective or participle.
  public var isDescriptive: Bool
  /// Whether it is on the list of pairs that name no thing.
  public var isBlocked: Bool
}
