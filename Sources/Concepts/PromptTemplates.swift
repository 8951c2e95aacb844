/// The sentences that a concept's name is put into before its text embedding is computed.
///
/// Each template has one `{}`. The name goes in as it is: no article is chosen or changed (`a photo
/// of a umbrella` is what CLIP's own templates give), unless `fixesArticles` is set.
public struct PromptTemplates: Hashable, Sendable {
  /// The set's name, recorded in provenance.
  public let name: String
  /// The templates; the embeddings of all of them are averaged.
  public let templates: [String]
  /// Whether `a {}` becomes `an {}` before a vowel letter; off in every builtin set.
  public let fixesArticles: Bool

  /// Creates a set; `nil` unless there is a template and each has exactly one `{}`.
  public init?(name: String, templates: [String], fixesArticles: Bool = false) {
    guard !templates.isEmpty, templates.allSatisfy({ Self.holeCount($0) == 1 }) else { return nil }
    self.init(checked: name, templates, fixesArticles: fixesArticles)
  }

  private init(checked name: String, _ templates: [String], fixesArticles: Bool = false) {
    self.name = name
    self.templates = templates
    self.fixesArticles = fixesArticles
  }

  /// The bare name.
  public static let plain = PromptTemplates(checked: "plain", ["{}"])
  /// `a photo of a {}`.
  public static let photo = PromptTemplates(checked: "photo", ["a photo of a {}"])
  /// The 7 templates that CLIP's authors selected for ImageNet.
  public static let clip7 = PromptTemplates(checked: "clip7", imageNet7)
  /// RegionCLIP's 81: `{}.` and CLIP's 80 ImageNet templates.
  public static let regionclip81 = PromptTemplates(checked: "regionclip81", ["{}."] + imageNet80)

  /// Every builtin set.
  public static let builtin: [PromptTemplates] = [plain, photo, clip7, regionclip81]

  /// The builtin set of that name.
  public static func named(_ name: String) -> PromptTemplates? {
    builtin.first { $0.name == name }
  }

  /// The prompts of one concept, in the order of the templates.
  public func prompts(for concept: String) -> [String] {
    let name = Self.cleaned(concept)
    return templates.map { fill($0, name) }
  }

  /// The name as it goes into a prompt: `_` and `+` become spaces, commas and parentheses are
  /// removed (their content stays), white space collapses; `bow_(weapon)` → `bow weapon`.
  ///
  /// These are RegionCLIP's rules for LVIS names; case is left to the tokeniser.
  public static func cleaned(_ concept: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in concept.unicodeScalars {
      switch scalar {
      case "_", "+": text.append(" ")
      case ",", "(", ")": continue
      default: text.append(scalar)
      }
    }
    return String(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func fill(_ template: String, _ name: String) -> String {
    let parts = template.split(separator: "{}", omittingEmptySubsequences: false)
    precondition(parts.count == 2, "a template has one hole")
    var before = String(parts[0])
    let startsWithVowel = name.first.map { "aeiouAEIOU".contains($0) } ?? false
    if fixesArticles, startsWithVowel, before == "a " || before.hasSuffix(" a ") {
      before = String(before.dropLast()) + "n "
    }
    return before + name + parts[1]
  }

  private static func holeCount(_ template: String) -> Int {
    template.split(separator: "{}", omittingEmptySubsequences: false).count - 1
  }
}
