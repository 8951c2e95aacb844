/// The keys of one section of a pipeline file: the only list of them.
///
/// Decoding, messages, the JSON Schema, canonical text and digests are all derived from it.
struct SettingsTable: Sendable {
  /// The Swift type that holds the section's values; its doc comments are the schema's texts.
  let type: String
  /// The keys in the order in which the schema and messages list them.
  let settings: [Setting]

  /// Creates a table.
  init(_ type: String, _ settings: [Setting]) {
    self.type = type
    self.settings = settings
  }

  /// The key called `name`, if there is one.
  subscript(name: String) -> Setting? {
    settings.first { $0.name == name }
  }
}

/// One key of a section.
struct Setting: Sendable {
  /// The key in snake case; the property of the section's type is the same in camel case.
  let name: String
  /// What it takes.
  let kind: SettingKind
  /// What it is when the file does not give it.
  let fallback: Fallback
  /// Which passes' output it can change.
  let passes: Set<PipelineSettings.Pass>

  /// What stands in for a missing key.
  enum Fallback: Sendable {
    /// Nothing does: leaving the key out is a mistake.
    case required
    /// Absence has a meaning of its own, and may be written `null`.
    case absent
    /// Each key of the section falls back by itself.
    case byKey
    /// This value.
    case value(SettingValue)
  }

  /// Creates a key; a section's keys name their own passes.
  init(
    _ name: String, _ kind: SettingKind, _ fallback: Fallback,
    passes: Set<PipelineSettings.Pass> = []
  ) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.passes = passes
  }
}
