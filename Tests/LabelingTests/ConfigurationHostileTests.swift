import Foundation
import Testing

@testable import Labeling

/// Broken and hostile files end as settings or as mistakes with places inside the file.
struct ConfigurationHostileTests {
  let quickstart: String

  init() throws {
    let path = ConfigurationPipelinesTests.root.appending(path: "pipelines/quickstart.yaml")
    quickstart = try String(contentsOf: path, encoding: .utf8)
  }

  /// Checks one text; returns whether it was right.
  @discardableResult
  func check(_ text: String, _ what: String) -> Bool {
    let lineCount = 1 + text.unicodeScalars.count { $0 == "\n" }
    let mistakes = MarkedText.mistakes(of: text)
    for mistake in mistakes {
      guard case .file(_, let line, let column) = mistake.place else {
        Issue.record("\(what): a place outside the file: \(mistake)")
        continue
      }
      #expect((1...lineCount).contains(line) && column >= 1, "\(what): \(mistake)")
      #expect(!mistake.description.contains("\n"), "\(what): \(mistake)")
    }
    return mistakes.isEmpty
  }

  @Test func `a file that lacks any one character is right or is told wrong inside it`() {
    let scalars = Array(quickstart.unicodeScalars)
    var right = 0
    for index in scalars.indices {
      var view = String.UnicodeScalarView(scalars)
      view.remove(at: view.index(view.startIndex, offsetBy: index))
      if check(String(view), "without character \(index)") { right += 1 }
    }
    // Comments and letters of free text can go; most of the rest cannot.
    #expect(right > scalars.count / 10 && right < scalars.count * 9 / 10)
  }

  @Test func `a file that ends anywhere is right or is told wrong inside it`() {
    let scalars = Array(quickstart.unicodeScalars)
    for count in 0..<scalars.count {
      check(String(String.UnicodeScalarView(scalars[..<count])), "first \(count) characters")
    }
  }

  @Test func `random damage is right or is told wrong inside the file`() {
    var random = SeededGenerator(seed: 20_261_121)
    let pieces = [
      " ", "  ", "\n", "\t", ":", "-", "- ", "[", "]", "{", "}", "&a ", "*a", "!", "|", ">", "'",
      "\"", "#", "%", "@", "?", ",", "\\", "<<: ", "~", "\u{E000}", "\u{1F600}", "\r\n", "top",
      "version: 1\n", "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "0", "e9", "---\n", "...\n",
    ]
    for round in 0..<1_500 {
      var scalars = Array(quickstart.unicodeScalars)
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let start = Int.random(in: 0..<scalars.count, using: &random)
        let end = min(scalars.count, start + Int.random(in: 0..<4, using: &random))
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        scalars.replaceSubrange(start..<end, with: piece.unicodeScalars)
      }
      check(String(String.UnicodeScalarView(scalars)), "round \(round)")
    }
  }

  @Test func `aliases that unfold to billions of values are refused quickly`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [" + Array(repeating: alias, count: 10).joined(separator: ", ")
      text += "]\n"
    }
    #expect(MarkedText.mistakes(of: text).contains { $0.what == "too large a pipeline" })
  }

  @Test func `an alias stands for what its anchor holds`() throws {
    let text = """
      plan: {unit_images: &n 7}
      report: {gallery: *n}
      """
    let settings = try MarkedText.settings(of: text + "\n" + MarkedText.rightFile)
    #expect(settings.report.gallery == 7)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "&a ", "\"", "'"])
  func `ten thousand opening characters end in a mistake`(_ piece: String) {
    #expect(!MarkedText.mistakes(of: String(repeating: piece, count: 10_000)).isEmpty)
  }

  @Test func `every key repeated is told for every key`() {
    let lines = (0..<300).map { "k\($0): 1" }
    let mistakes = MarkedText.mistakes(of: (lines + lines).joined(separator: "\n"))
    #expect(mistakes.count { $0.what.hasPrefix("unknown key") } == 600)
    let doubled = MarkedText.rightFile + "\n" + MarkedText.rightFile
    #expect(
      MarkedText.mistakes(of: doubled).map(\.what) == [
        "repeated key 'version' in the pipeline", "repeated key 'input' in the pipeline",
        "repeated key 'regions' in the pipeline",
      ])
  }

  @Test func `a file that is missing, a folder, binary or too large is named with the reason`()
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let binary = folder.appending(path: "binary.yaml")
    try Data([0x76, 0xFF, 0xFE, 0x00]).write(to: binary)
    let large = folder.appending(path: "large.yaml")
    try Data(repeating: 0x23, count: (8 << 20) + 1).write(to: large)
    for (path, word) in [
      (folder.appending(path: "none.yaml").path, "no such file"), (folder.path, "folder"),
      (binary.path, "UTF-8"), (large.path, "8 MiB"),
    ] {
      let error = #expect(throws: ConfigurationError.self) {
        try PipelineSettings.load(path: path)
      }
      #expect(error?.description.contains(word) == true, "\(String(describing: error))")
      #expect(error?.description.hasPrefix(path) == true)
    }
  }
}

/// SplitMix64: the same numbers everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
