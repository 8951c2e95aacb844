/// The checked values of one section, by key.
///
/// Values are kept flat, under their full names (`regions.chain.top`, `regions.proposals.0.kind`),
/// which makes canonical text and digests a matter of sorting. Asking for a key that the section's
/// table does not have, or for another type than the table's, is a precondition failure.
struct SettingValues {
  private let all: [String: ResolvedSetting]
  private let prefix: String

  /// The values below `prefix`, which is empty or ends in a dot.
  init(_ all: [String: ResolvedSetting], prefix: String = "") {
    self.all = all
    self.prefix = prefix
  }

  /// The values of a section of this section.
  func section(_ key: String) -> SettingValues {
    SettingValues(all, prefix: prefix + key + ".")
  }

  /// The values of each mapping of a list.
  func elements(_ key: String) -> [SettingValues] {
    list(key).indices.map { section("\(key).\($0)") }
  }

  func integer(_ key: String) -> Int {
    guard case .integer(let value) = value(key) else { mismatch(key) }
    return value
  }

  func number(_ key: String) -> Double {
    guard case .number(let value) = value(key) else { mismatch(key) }
    return value
  }

  func flag(_ key: String) -> Bool {
    guard case .flag(let value) = value(key) else { mismatch(key) }
    return value
  }

  func text(_ key: String) -> String {
    guard case .text(let value) = value(key) else { mismatch(key) }
    return value
  }

  func choice<Choice: RawRepresentable<String>>(_ key: String) -> Choice {
    guard let choice = Choice(rawValue: text(key)) else { mismatch(key) }
    return choice
  }

  func choices<Choice: RawRepresentable<String>>(_ key: String) -> [Choice] {
    texts(key).map { text in
      guard let choice = Choice(rawValue: text) else { mismatch(key) }
      return choice
    }
  }

  func path(_ key: String) -> String {
    guard case .path(let path) = value(key) else { mismatch(key) }
    return path.resolved
  }

  func optionalPath(_ key: String) -> String? {
    value(key) == .absent ? nil : path(key)
  }

  func paths(_ key: String) -> [String] {
    list(key).map { element in
      guard case .path(let path) = element else { mismatch(key) }
      return path.resolved
    }
  }

  func optionalInteger(_ key: String) -> Int? {
    value(key) == .absent ? nil : integer(key)
  }

  func optionalNumber(_ key: String) -> Double? {
    value(key) == .absent ? nil : number(key)
  }

  func isList(_ key: String) -> Bool {
    guard case .list = value(key) else { return false }
    return true
  }

  func texts(_ key: String) -> [String] {
    list(key).map { element in
      guard case .text(let text) = element else { mismatch(key) }
      return text
    }
  }

  func numbers(_ key: String) -> [Double] {
    list(key).map { element in
      guard case .number(let number) = element else { mismatch(key) }
      return number
    }
  }

  func integers(_ key: String) -> [Int] {
    list(key).map { element in
      guard case .integer(let integer) = element else { mismatch(key) }
      return integer
    }
  }

  private func list(_ key: String) -> [SettingValue] {
    guard case .list(let values) = value(key) else { mismatch(key) }
    return values
  }

  private func value(_ key: String) -> SettingValue {
    guard let setting = all[prefix + key] else { mismatch(key) }
    return setting.value
  }

  private func mismatch(_ key: String) -> Never {
    preconditionFailure("the table of settings does not have \(prefix)\(key) as it is read")
  }
}

/// A checked value with where it comes from and what it changes.
struct ResolvedSetting: Hashable, Sendable {
  /// The value.
  var value: SettingValue
  /// Where it is written; the section's place when it is a default.
  var place: SettingPlace
  /// Where each element of a list is written; empty for other values and defaults.
  var elementPlaces: [SettingPlace] = []
  /// The passes whose output it can change.
  var passes: Set<PipelineSettings.Pass>
}
