import Foundation

/// The doc comments of the settings' types: the user documentation's only source.
struct ConfigurationDocComments {
  /// First paragraphs by `Type.property` and `Type.case`, types by their last name.
  private var texts: [String: String] = [:]
  /// Raw values and cases of enumerations.
  private var cases: [String: [(raw: String, name: String)]] = [:]

  /// Reads every Swift file of `folder`.
  init(folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    for name in names where name.hasSuffix(".swift") {
      read(try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
  }

  /// What a key does, or a type is for; empty when nobody says.
  subscript(type: String, member: String) -> String {
    texts["\(Self.last(type)).\(member)"] ?? ""
  }

  /// What each word of a choice means; empty when no enumeration has exactly these words.
  func choices(_ words: [String]) -> [(raw: String, text: String)] {
    let words = Set(words).subtracting(["auto"])
    guard let (type, own) = cases.first(where: { Set($0.value.map(\.raw)) == words }) else {
      return []
    }
    return own.map { ($0.raw, texts["\(type).\($0.name)"] ?? "") }
  }

  /// `unit_images` as a property is called.
  static func property(_ key: String) -> String {
    let words = key.split(separator: "_").map { $0 == "iou" ? "IOU" : $0.capitalized }
    return words[0].lowercased() + words.dropFirst().joined()
  }

  private mutating func read(_ source: String) {
    var comment: [String] = []
    var type = ""
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("///") {
        comment.append(line.dropFirst(3).trimmingCharacters(in: .whitespaces))
        continue
      }
      let text = comment.prefix { !$0.isEmpty }.joined(separator: " ")
      comment = []
      let words = line.split { " :{,".contains($0) }.map(String.init)
      guard words.count >= 2 else { continue }
      switch (words[0], words.count > 2 ? words[1] : "") {
      case ("public", "struct"), ("public", "enum"):
        type = words[2]
        texts["\(type)."] = text
      case ("public", "let") where words.count > 3:
        texts["\(type).\(words[2])"] = text
      case ("case", _) where !text.isEmpty:
        texts["\(type).\(words[1])"] = text
        let raw = line.split(separator: "\"").dropFirst().first.map(String.init) ?? words[1]
        cases[type, default: []].append((raw, words[1]))
      default: break
      }
    }
  }

  private static func last(_ type: String) -> String {
    type.split(separator: ".").last.map(String.init) ?? type
  }
}
