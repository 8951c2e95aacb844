internal import Yams

/// Parses YAML into nodes that know their place; everything that is wrong becomes a mistake.
struct ConfigurationDocument {
  /// The top of the document; `nil` when it could not be parsed.
  private(set) var root: ConfigurationNode?
  /// What is wrong with its form.
  private(set) var mistakes: [ConfigurationMistake] = []

  private let path: String
  private var repeatedKeys = RepeatedKeys()
  private var nodeCount = 0
  private var isTooLarge = false
  private var end: SettingPlace?

  // Aliases may repeat a piece any number of times: the limits bound what they unfold to.
  private static let nodesMax = 500_000
  private static let depthMax = 32

  /// Parses `text`, the contents of the file `path`.
  init(_ text: String, path: String) {
    self.path = path
    var text = text
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    guard !refuseControlCharacters(text) else { return }
    // Yams keeps a pointer into the text, which Swift would hold on the stack if it were short.
    text += "\n" + String(repeating: " ", count: 16) + "\n"
    do {
      let node = try repeatedKeys.parse(text)
      if let node {
        root = convert(node, depth: 0)
      } else {
        mistakes.append(
          ConfigurationMistake(
            place(1, 1), "empty pipeline", expected: "version, input and regions"))
      }
    } catch {
      mistakes.append(syntaxMistake(error))
    }
    if isTooLarge { root = nil }
  }

  private func place(_ line: Int, _ column: Int) -> SettingPlace {
    .file(path: path, line: line, column: column)
  }

  private func place(_ mark: Mark?) -> SettingPlace {
    place(max(1, mark?.line ?? 1), max(1, mark?.column ?? 1))
  }

  // Line ends other than \n and \r\n are refused too: editors do not agree on what they end, and
  // places would be wrong. Notes the place of the text's end on the way.
  private mutating func refuseControlCharacters(_ text: String) -> Bool {
    var line = 1
    var column = 1
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if Self.isRefused(scalar) || (last == "\r" && scalar != "\n") {
        let found = Self.isRefused(scalar) ? scalar.value : 0xD
        mistakes.append(
          ConfigurationMistake(
            place(line, column), "control character", expected: "printable text",
            found: "U+" + String(found, radix: 16, uppercase: true)))
        return true
      }
      column += 1
      if scalar == "\n" { (line, column) = (line + 1, 1) }
      last = scalar
    }
    end = place(line, column)
    return false
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: false
    case 0x0...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private mutating func convert(_ node: Node, depth: Int) -> ConfigurationNode? {
    nodeCount += 1
    guard !isTooLarge else { return nil }
    guard nodeCount <= Self.nodesMax, depth <= Self.depthMax else {
      isTooLarge = true
      mistakes.append(
        ConfigurationMistake(
          place(node.mark), "too large a pipeline",
          expected: "at most \(Self.nodesMax) values, nested at most \(Self.depthMax) deep"))
      return nil
    }
    let place = place(node.mark)
    switch node {
    case .scalar(let scalar):
      let tag = scalar.tag.description
      refuse(tag: tag, at: place, allowed: ["", "!", "tag:yaml.org,2002:str"])
      return ConfigurationNode(
        content: .scalar(
          repeatedKeys.restored(scalar.string), isPlain: scalar.style == .plain && tag.isEmpty),
        place: place)
    case .sequence(let sequence):
      refuse(
        tag: sequence.tag.description, at: place, allowed: ["", "!", "tag:yaml.org,2002:seq"])
      let elements = sequence.compactMap { convert($0, depth: depth + 1) }
      return ConfigurationNode(content: .list(elements), place: place)
    case .mapping(let mapping):
      refuse(tag: mapping.tag.description, at: place, allowed: ["", "!", "tag:yaml.org,2002:map"])
      return ConfigurationNode(
        content: .mapping(mapping.compactMap { entry($0.key, $0.value, depth: depth) }),
        place: place)
    case .alias:
      // Yams unfolds aliases while it parses; one that is left has no value.
      mistakes.append(ConfigurationMistake(place, "alias without a value", expected: "a value"))
      return nil
    }
  }

  private mutating func entry(
    _ key: Node, _ value: Node, depth: Int
  ) -> ConfigurationNode.Entry? {
    guard case .scalar(let name) = key else {
      mistakes.append(
        ConfigurationMistake(
          place(key.mark), "key that is not a word", expected: "one word before the colon"))
      return nil
    }
    return convert(value, depth: depth + 1).map {
      ConfigurationNode.Entry(
        name: repeatedKeys.restored(name.string), place: place(key.mark), value: $0)
    }
  }

  private mutating func refuse(tag: String, at place: SettingPlace, allowed: Set<String>) {
    guard !allowed.contains(tag) else { return }
    mistakes.append(
      ConfigurationMistake(
        place, "YAML tag", expected: "a value without a tag", found: tag))
  }

  private func syntaxMistake(_ error: any Error) -> ConfigurationMistake {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      // Yams words a second document as a sentence of its own, context first.
      let isSentence = problem.hasPrefix("but ")
      let parts = isSentence ? [context?.text, problem] : [problem, context?.text]
      let detail = parts.compactMap(\.self).joined(separator: isSentence ? ", " : " ")
      return ConfigurationMistake(
        end.map { SettingPlace.precedes($0, place(mark)) ? $0 : place(mark) } ?? place(mark),
        "not valid YAML: \(detail)", expected: "YAML, indented with spaces")
    case .duplicatedKeysInMapping(let keys, let context):
      return ConfigurationMistake(
        place(context.mark), "repeated key", expected: "each key once",
        found: keys.joined(separator: ", "))
    default:
      return ConfigurationMistake(
        place(1, 1), "not valid YAML: \(error)", expected: "YAML, indented with spaces")
    }
  }
}
