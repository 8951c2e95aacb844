/// One thing that is wrong in a pipeline file or in a `--set` of the command line.
public struct ConfigurationMistake: Hashable, Sendable, CustomStringConvertible {
  /// Where it is.
  public let place: SettingPlace
  /// What is wrong, with the key's full name.
  public let what: String
  /// What would be right.
  public let expected: String
  /// What is there; `nil` where nothing is.
  public let found: String?
  /// The word that was probably meant.
  public let suggestion: String?

  init(
    _ place: SettingPlace, _ what: String, expected: String, found: String? = nil,
    suggestion: String? = nil
  ) {
    self.place = place
    self.what = what
    self.expected = expected
    self.found = found
    self.suggestion = suggestion
  }

  /// The whole message on one line, as compilers write it.
  public var description: String {
    var text = "\(place): \(what): expected \(expected)"
    if let found { text += ", found \(found)" }
    if let suggestion { text += "; did you mean \(suggestion)?" }
    return text
  }
}
