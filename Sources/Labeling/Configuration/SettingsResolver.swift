/// Checks a pipeline's nodes against the tables and fills in defaults, noting every mistake.
struct SettingsResolver {
  /// Full name to value, for every key of every section; incomplete when there are mistakes.
  var values: [String: ResolvedSetting] = [:]
  /// What is wrong, in the order of discovery.
  var mistakes: [ConfigurationMistake] = []
  /// Makes paths of the file and of the command line absolute or relative to where we are.
  let locator: PathLocator

  /// Starts without values.
  init(locator: PathLocator) {
    self.locator = locator
  }

  /// Resolves the whole document.
  mutating func resolve(_ root: ConfigurationNode, table: SettingsTable) {
    resolveSection(root, at: root.place, table: table, name: "")
  }

  private mutating func resolveSection(
    _ node: ConfigurationNode?, at place: SettingPlace, table: SettingsTable, name: String,
    extraKeys: [String] = []
  ) {
    var given: [String: ConfigurationNode.Entry] = [:]
    if let node, !node.isNull {
      guard case .mapping(let entries) = node.content else {
        add(
          node.place, "\(name.isEmpty ? "the pipeline" : name) is not a mapping",
          expected: "keys with values: " + table.settings.map(\.name).joined(separator: ", "),
          found: node.summary)
        return
      }
      given = known(entries, keys: extraKeys + table.settings.map(\.name), section: name)
    }
    for setting in table.settings {
      let path = name.isEmpty ? setting.name : "\(name).\(setting.name)"
      resolve(setting, given[setting.name], at: place, path: path)
    }
  }

  // The entries whose keys the section has; others and repetitions are mistakes.
  private mutating func known(
    _ entries: [ConfigurationNode.Entry], keys: [String], section: String
  ) -> [String: ConfigurationNode.Entry] {
    var given: [String: ConfigurationNode.Entry] = [:]
    let owner = section.isEmpty ? "the pipeline" : section
    for entry in entries {
      if !keys.contains(entry.name) {
        add(
          entry.place, "unknown key '\(printable(entry.name))' in \(owner)",
          expected: "one of " + keys.joined(separator: ", "),
          suggestion: KnownKeys.suggestion(for: entry.name, in: keys))
      } else if let first = given[entry.name] {
        add(
          entry.place, "repeated key '\(entry.name)' in \(owner)", expected: "each key once",
          found: "it at \(first.place) already")
      } else {
        given[entry.name] = entry
      }
    }
    return given
  }

  private mutating func resolve(
    _ setting: Setting, _ entry: ConfigurationNode.Entry?, at section: SettingPlace, path: String
  ) {
    let place = entry?.place ?? section
    if case .section(let table) = setting.kind {
      resolveSection(entry?.value, at: place, table: table, name: path)
      return
    }
    guard let node = entry?.value, !(node.isNull && setting.mayBeNull) else {
      switch setting.fallback {
      case .required:
        add(
          place, "missing key \(path)",
          expected: "\(setting.kind.expectation), here or by --set \(path)=...")
      case .absent: store(.absent, place, setting, path)
      case .value(let value): store(value, place, setting, path)
      case .byKey: preconditionFailure("only sections fall back by key")
      }
      return
    }
    if case .list(.variant(let variants), let count) = setting.kind {
      resolveVariants(node, variants, count: count, setting: setting, path: path)
    } else {
      var checker = SettingChecker(locator: locator)
      let value = checker.check(node, setting.kind, name: path)
      mistakes += checker.mistakes
      if let value { store(value, node.place, setting, path, node) }
    }
  }

  private mutating func resolveVariants(
    _ node: ConfigurationNode, _ variants: [(name: String, table: SettingsTable)],
    count: ClosedRange<Int>, setting: Setting, path: String
  ) {
    guard case .list(let elements) = node.content, count.contains(elements.count) else {
      add(
        node.place, "\(path) does not fit", expected: setting.kind.expectation,
        found: node.summary)
      return
    }
    let names = variants.map(\.name)
    var kinds: [SettingValue] = []
    for (index, element) in elements.enumerated() {
      let name = "\(path).\(index)"
      guard case .mapping(let entries) = element.content else {
        add(
          element.place, "\(name) is not a mapping",
          expected: "a mapping such as {kind: "
            + "\(names[0])}", found: element.summary)
        continue
      }
      guard let kind = entries.first(where: { $0.name == "kind" }) else {
        add(
          element.place, "missing key \(name).kind",
          expected: SettingKind.choice(names).expectation,
          suggestion: KnownKeys.kindSuggestion(entries.map(\.name), variants))
        continue
      }
      var checker = SettingChecker(locator: locator)
      let value = checker.check(kind.value, .choice(names), name: "\(name).kind")
      mistakes += checker.mistakes
      guard case .text(let chosen) = value,
        let table = variants.first(where: { $0.name == chosen })?.table
      else { continue }
      kinds.append(.text(chosen))
      values["\(name).kind"] = ResolvedSetting(
        value: .text(chosen), place: kind.value.place, passes: setting.passes)
      resolveSection(
        element, at: element.place, table: table, name: name, extraKeys: ["kind"])
    }
    if kinds.count == elements.count { store(.list(kinds), node.place, setting, path, node) }
  }

  private mutating func store(
    _ value: SettingValue, _ place: SettingPlace, _ setting: Setting, _ path: String,
    _ node: ConfigurationNode? = nil
  ) {
    var places: [SettingPlace] = []
    if case .list(let elements) = node?.content { places = elements.map(\.place) }
    values[path] = ResolvedSetting(
      value: value, place: place, elementPlaces: places, passes: setting.passes)
  }

  /// Notes a mistake.
  mutating func add(
    _ place: SettingPlace, _ what: String, expected: String, found: String? = nil,
    suggestion: String? = nil
  ) {
    mistakes.append(
      ConfigurationMistake(
        place, what, expected: expected, found: found, suggestion: suggestion))
  }

  private func printable(_ name: String) -> String {
    String(
      SettingValue.text(name.count > 60 ? name.prefix(57) + "..." : name).canonicalText
        .dropFirst().dropLast())
  }
}

extension Setting {
  /// Whether an empty value means the same as leaving the key out, right or wrong.
  fileprivate var mayBeNull: Bool {
    switch fallback {
    case .absent, .required: true
    case .value, .byKey: false
    }
  }
}
