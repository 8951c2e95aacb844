/// All keys that pipeline files may have, for suggestions.
enum KnownKeys {
  /// The key that was probably meant by `name` where only `keys` are known.
  ///
  /// A name that is right in another section is suggested in full.
  static func suggestion(for name: String, in keys: [String]) -> String? {
    if let exact = paths.first(where: { $0.split(separator: ".").last.map(String.init) == name }) {
      return "'\(exact)'"
    }
    return SpellingSuggestion.closest(to: name, in: keys).map { "'\($0)'" }
  }

  /// The `kind` that has all the given keys, if exactly one has.
  static func kindSuggestion(
    _ given: [String], _ variants: [(name: String, table: SettingsTable)]
  ) -> String? {
    let fitting = variants.filter { variant in
      !given.isEmpty && given.allSatisfy { variant.table[$0] != nil }
    }
    return fitting.count == 1 ? "kind: \(fitting[0].name)" : nil
  }

  /// Full names of all keys outside lists.
  static let paths: [String] = paths(of: PipelineSettings.table, prefix: "")

  /// Full names of the keys outside lists that hold a value.
  static let leaves = paths.filter { path in !paths.contains { $0.hasPrefix(path + ".") } }

  private static func paths(of table: SettingsTable, prefix: String) -> [String] {
    table.settings.flatMap { setting in
      guard case .section(let inner) = setting.kind else { return [prefix + setting.name] }
      return [prefix + setting.name] + paths(of: inner, prefix: prefix + setting.name + ".")
    }
  }
}
