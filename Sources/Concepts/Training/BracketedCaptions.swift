/// Captions whose noun phrases were bracketed by hand: `[A dog] on [the couch] .`, one on a line.
struct BracketedCaptions: Sendable {
  /// A caption as tokens with chunk tags: 0 outside, 1 begin, 2 inside.
  struct Caption: Hashable, Sendable {
    var tokens: [String]
    var chunks: [UInt64]
  }

  /// The captions, in the order of the file.
  private(set) var captions: [Caption] = []

  /// Reads a file's text; throws on brackets that do not match.
  init(_ text: String, path: String) throws {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var caption = Caption(tokens: [], chunks: [])
      var isInside = false
      for word in line.split(whereSeparator: \.isWhitespace) {
        let opens = word.hasPrefix("[") && word != "["
        let closes = word.hasSuffix("]") && word != "]"
        guard !(opens && isInside), !(closes && !isInside && !opens) else {
          throw TrainingError.badLine(
            path: path, line: number + 1, expected: "phrases in brackets, not nested")
        }
        let token = String((closes ? word.dropLast() : word).dropFirst(opens ? 1 : 0))
        guard !token.isEmpty else { continue }
        caption.tokens.append(token)
        caption.chunks.append(opens ? 1 : isInside ? 2 : 0)
        isInside = (isInside || opens) && !closes
      }
      guard !isInside else {
        throw TrainingError.badLine(path: path, line: number + 1, expected: "a closing bracket")
      }
      if !caption.tokens.isEmpty { captions.append(caption) }
    }
    guard !captions.isEmpty else { throw TrainingError.empty(path: path, what: "caption") }
  }
}
