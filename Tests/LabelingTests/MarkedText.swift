@testable import Labeling

/// A pipeline's text in which `▸` marks places.
struct MarkedText {
  /// The text without its marks.
  let text: String
  /// The marked places, in order.
  let places: [SettingPlace]

  /// Takes the marks out of `marked`.
  init(_ marked: String) {
    var text = ""
    var places: [SettingPlace] = []
    var line = 1
    var column = 1
    for scalar in marked.unicodeScalars {
      if scalar == "▸" {
        places.append(.file(path: "my.yaml", line: line, column: column))
        continue
      }
      text.unicodeScalars.append(scalar)
      column += 1
      if scalar == "\n" { (line, column) = (line + 1, 1) }
    }
    self.text = text
    self.places = places
  }

  /// A file without mistakes and with only the required keys.
  static let rightFile = """
    version: 1
    input: {images: photos, captions: captions.json}
    regions: {teacher: {model: clip}, proposals: [{kind: whole_image}]}
    """

  /// The settings that a text means.
  static func settings(
    of text: String, _ overrides: String...
  ) throws -> PipelineSettings {
    try PipelineSettings.parse(
      text, file: "my.yaml", folder: "pipes/", overrides: overrides, currentFolder: "/here")
  }

  /// What is wrong with a text; empty when nothing is.
  static func mistakes(of text: String, overrides: [String] = []) -> [ConfigurationMistake] {
    do {
      _ = try PipelineSettings.parse(
        text, file: "my.yaml", folder: "pipes/", overrides: overrides, currentFolder: "/here")
      return []
    } catch ConfigurationError.invalid(_, let mistakes) {
      return mistakes
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

extension ConfigurationMistake {
  /// The message without its place and without what was expected.
  var summary: String {
    var text = what
    if let found { text += ", found \(found)" }
    if let suggestion { text += "; did you mean \(suggestion)?" }
    return text
  }
}
