/// One `--set key=value` of the command line.
struct SettingOverride {
  /// The key's full name, for example `labels.temperature` or `regions.proposals.0.model`.
  let key: String
  /// The value: a plain word, or YAML when it starts with a quote, `[` or `{`.
  let value: ConfigurationNode

  /// Reads `key=value`; text that is not of that form is a mistake.
  static func parse(_ text: String) -> Result<SettingOverride, Mistakes> {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let key = String(parts[0])
    let place = SettingPlace.override(key: key)
    guard parts.count == 2, !key.isEmpty, key.split(separator: ".").joined(separator: ".") == key
    else {
      return .failure(
        Mistakes(list: [
          ConfigurationMistake(
            place, "not an assignment", expected: "key=value, for example labels.temperature=0.02",
            found: SettingValue.text(text).canonicalText)
        ]))
    }
    let value = String(parts[1])
    guard let first = value.first, "[{\"'".contains(first) else {
      return .success(
        SettingOverride(
          key: key,
          value: ConfigurationNode(content: .scalar(value, isPlain: true), place: place)))
    }
    let document = ConfigurationDocument(value, path: "")
    guard let root = document.root, document.mistakes.isEmpty else {
      return .failure(Mistakes(list: document.mistakes.map { $0.moved(to: place) }))
    }
    return .success(SettingOverride(key: key, value: root.moved(to: place)))
  }

  /// What is wrong with the text of an override.
  struct Mistakes: Error {
    /// At least one.
    let list: [ConfigurationMistake]
  }

  /// Puts the value in its place; sections on the way are made when they are not there.
  func apply(to root: inout ConfigurationNode) -> ConfigurationMistake? {
    set(key.split(separator: ".").map(String.init)[...], in: &root, reached: "the pipeline")
  }

  private func set(
    _ path: ArraySlice<String>, in node: inout ConfigurationNode, reached: String
  ) -> ConfigurationMistake? {
    guard let name = path.first else {
      node = value
      return nil
    }
    let rest = path.dropFirst()
    let place = value.place
    if node.isNull { node = ConfigurationNode(content: .mapping([]), place: place) }
    switch node.content {
    case .mapping(var entries):
      let index = entries.firstIndex { $0.name == name } ?? entries.count
      if index == entries.count {
        let empty = ConfigurationNode(content: .scalar("", isPlain: true), place: place)
        entries.append(ConfigurationNode.Entry(name: name, place: place, value: empty))
      }
      if rest.isEmpty { entries[index].place = place }
      let mistake = set(rest, in: &entries[index].value, reached: name)
      node.content = .mapping(entries)
      return mistake
    case .list(var elements):
      guard let index = Int(name), elements.indices.contains(index) else {
        return ConfigurationMistake(
          place, "no element '\(name)' in \(reached)",
          expected: elements.isEmpty
            ? "a list as value" : "a number from 0 to \(elements.count - 1)")
      }
      let mistake = set(rest, in: &elements[index], reached: "\(reached).\(name)")
      node.content = .list(elements)
      return mistake
    case .scalar:
      return ConfigurationMistake(
        place, "no key '\(name)' in \(reached)", expected: "\(reached) to be a mapping",
        found: node.summary)
    }
  }
}

extension ConfigurationNode {
  /// The same piece, said to be written at `place`.
  fileprivate func moved(to place: SettingPlace) -> ConfigurationNode {
    var content = content
    switch content {
    case .scalar: break
    case .list(let elements): content = .list(elements.map { $0.moved(to: place) })
    case .mapping(let entries):
      content = .mapping(
        entries.map { Entry(name: $0.name, place: place, value: $0.value.moved(to: place)) })
    }
    return ConfigurationNode(content: content, place: place)
  }
}

extension ConfigurationMistake {
  /// The same mistake, said to be at `place`.
  fileprivate func moved(to place: SettingPlace) -> ConfigurationMistake {
    ConfigurationMistake(
      place, what, expected: expected, found: found, suggestion: suggestion)
  }
}
