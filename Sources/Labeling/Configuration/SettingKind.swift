/// What values a key of a pipeline file takes; the decoder and the JSON Schema both read it.
indirect enum SettingKind: Sendable {
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A finite number in a range; whole numbers are taken too.
  case number(ClosedRange<Double>)
  /// `true` or `false`.
  case flag
  /// Non-empty text on one line.
  case text
  /// A file or folder, relative to the pipeline file's folder unless absolute.
  case path
  /// One of a few words.
  case choice([String])
  /// A phrase template: text with `{}` exactly once.
  case template
  /// A list with between so many elements.
  case list(SettingKind, count: ClosedRange<Int>)
  /// Either one word or a list.
  case either(SettingKind, list: SettingKind)
  /// A mapping with the keys of a table.
  case section(SettingsTable)
  /// A mapping whose `kind` says which table holds its other keys.
  case variant([(name: String, table: SettingsTable)])

  /// The values in words, as messages name them.
  var expectation: String {
    switch self {
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      "a number from \(short(range.lowerBound)) to \(short(range.upperBound))"
    case .flag: "true or false"
    case .text: "text on one line"
    case .path: "a path"
    case .choice(let words): words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
    case .template: "text with {} exactly once"
    case .list(let element, let count):
      "a list of \(SettingKind.countText(count)), each \(element.expectation)"
    case .either(let one, let list): "\(one.expectation), or \(list.expectation)"
    case .section: "a mapping"
    case .variant(let variants):
      "a mapping whose kind is one of " + variants.map(\.name).joined(separator: ", ")
    }
  }

  // 1 and not 1.0.
  private func short(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
  }

  static func countText(_ count: ClosedRange<Int>) -> String {
    count.lowerBound == 0
      ? "at most \(count.upperBound) elements"
      : "\(count.lowerBound) to \(count.upperBound) elements"
  }
}
