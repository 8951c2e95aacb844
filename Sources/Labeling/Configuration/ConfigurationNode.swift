/// A piece of a pipeline file with the place where it is written.
struct ConfigurationNode {
  /// What the piece is.
  enum Content {
    /// One word or text; a plain one is written without quotes.
    case scalar(String, isPlain: Bool)
    /// A list.
    case list([ConfigurationNode])
    /// Keys with values, in file order, repeated keys included.
    case mapping([Entry])
  }

  /// A key with its value.
  struct Entry {
    /// The key.
    var name: String
    /// Where the key is written.
    var place: SettingPlace
    /// What it is set to.
    var value: ConfigurationNode
  }

  /// What the piece is.
  var content: Content
  /// Where it starts.
  var place: SettingPlace

  /// Whether it is written as nothing, `null` or `~`.
  var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// What messages say was found.
  var summary: String {
    switch content {
    case .scalar where isNull: return "nothing"
    case .scalar(let text, let isPlain):
      let shown = text.count > 60 ? String(text.prefix(57)) + "..." : text
      return isPlain && !shown.contains("\n") ? shown : SettingValue.text(shown).canonicalText
    case .list(let elements): return "a list of \(elements.count)"
    case .mapping(let entries):
      return "a mapping with " + (entries.first.map { "'\($0.name)'" } ?? "no keys")
    }
  }
}
