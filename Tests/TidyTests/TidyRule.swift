/// What is untidy, and where.
struct Finding: Equatable, CustomStringConvertible {
  let path: String
  let line: Int
  let what: String
  var description: String { "\(path):\(line): \(what)" }
}

/// The rules that hold for one file alone.
enum TidyRule {
  static let linesMax = 500
  static let functionLinesMax = 70

  /// Names that say nothing about what is inside.
  static let vagueNames: Set<String> = [
    "util", "utils", "utility", "utilities", "helper", "helpers", "manager", "common", "core",
    "misc", "stuff",
  ]

  /// Files are short enough to be read at a sitting.
  static func fileLength(_ file: SourceFile) -> [Finding] {
    let count = file.lines.count
    guard count > linesMax else { return [] }
    return [Finding(path: file.path, line: linesMax, what: "\(count) lines, at most \(linesMax)")]
  }

  /// Functions fit on a screen; indentation tells where one ends, which the formatter guarantees.
  static func functionLength(_ file: SourceFile) -> [Finding] {
    let lines = file.code.split(separator: "\n", omittingEmptySubsequences: false)
    var findings: [Finding] = []
    for (index, line) in lines.enumerated() {
      // Plain searches first: regular expressions are slow without optimisation.
      guard ["func ", "init(", "init<", "subscript("].contains(where: line.contains),
        !line.contains(".init("), line.contains(/^\s*[\w@() ]*\b(func|init|subscript)\b.*[(<]/)
      else { continue }
      let indent = String(line.prefix { $0 == " " })
      guard
        line.contains("{")
          || lines[index...].dropFirst().prefix(12).contains(where: {
            $0.hasPrefix(indent + ") ") || $0.hasPrefix(indent + "{")
              || $0.hasPrefix(indent + "where")
          })
      else { continue }
      guard let end = lines[index...].firstIndex(of: indent + "}") else { continue }
      let count = end - index + 1
      if count > functionLinesMax {
        findings.append(
          Finding(
            path: file.path, line: index + 1,
            what: "function of \(count) lines, at most \(functionLinesMax)"))
      }
    }
    return findings
  }

  /// No part of a path and no type has a name that says nothing.
  static func vagueName(_ file: SourceFile) -> [Finding] {
    var findings: [Finding] = []
    let parts = file.path.split(separator: "/").map { $0.split(separator: ".")[0] }
    for part in parts where words(of: String(part)).contains(where: vagueNames.contains) {
      findings.append(Finding(path: file.path, line: 1, what: "vague name \(part)"))
    }
    let text = file.code.lowercased()
    guard vagueNames.contains(where: text.contains) else { return findings }
    for (number, line) in numbered(file.code) {
      let declaration = /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/
      guard let name = line.firstMatch(of: declaration)?.1,
        words(of: String(name)).contains(where: vagueNames.contains)
      else { continue }
      findings.append(Finding(path: file.path, line: number, what: "vague name \(name)"))
    }
    return findings
  }

  /// Unsafe code is kept in the native layer.
  static func unsafeCode(_ file: SourceFile) -> [Finding] {
    if ["Kernels", "Codecs"].contains(file.target) { return [] }
    let signs = ["unsafe", "Unsafe", "@unchecked", "try!", "as!"]
    guard signs.contains(where: file.code.contains) else { return [] }
    return numbered(file.code).compactMap { number, line in
      guard signs.contains(where: line.contains),
        let match = line.firstMatch(
          of: /\bunsafe\b|@unchecked\s+Sendable|\btry!|\bas!|\bUnsafe\w*(Pointer|Buffer)\w*/)
      else { return nil }
      return Finding(
        path: file.path, line: number, what: "\(match.0) outside Sources/Kernels and Sources/Codecs"
      )
    }
  }

  /// A file that declares types at its top level is named after one of them.
  ///
  /// `Type+Aspect.swift` goes by its first part, a file of extensions may be called what it is about.
  static func fileName(_ file: SourceFile) -> [Finding] {
    let declaration =
      /^(?:@[\w()]+ )*(?:(?:public|package|internal|private|fileprivate|final|indirect) )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/
    let signs = ["struct ", "class ", "enum ", "actor ", "protocol ", "typealias "]
    let names = numbered(file.code).compactMap { _, line -> String? in
      guard line.first != " ", signs.contains(where: line.contains) else { return nil }
      return line.firstMatch(of: declaration).map { String($0.1) }
    }
    let stem = file.stem.split(separator: "+")[0]
    guard !names.isEmpty, !file.stem.contains("+"), !names.contains(where: { $0 == stem }) else {
      return []
    }
    return [
      Finding(
        path: file.path, line: 1, what: "declares \(names.joined(separator: ", ")), not \(stem)")
    ]
  }

  /// Nothing of the place where the program happens to be written gets into the repository.
  static func workplace(_ file: SourceFile) -> [Finding] {
    // Put together here, so that this file does not find itself.
    let words = ["/wo" + "rk/", "/w" + "t/", "Clau" + "de", "Anthro" + "pic", "Chat" + "GPT"]
    guard words.contains(where: file.text.contains) else { return [] }
    return numbered(file.text).compactMap { number, line in
      guard let word = words.first(where: line.contains) else { return nil }
      return Finding(path: file.path, line: number, what: "mentions \(word)")
    }
  }

  /// A name's words in lower case: `RunManager` and `run_manager` both hold `manager`.
  static func words(of name: String) -> [String] {
    name.matches(of: /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/).map { $0.0.lowercased() }
  }

  private static func numbered(_ text: String) -> [(Int, Substring)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { ($0.offset + 1, $0.element) }
  }
}
