import Records

/// OWL-ST's queries: every run of up to ten words, without a grammar.
///
/// Exactly `caption.lower().split()`, 61 generic words taken out, runs in the order of their first
/// word and then of their length, runs of stop words left out, 300 at most (M. Minderer and others,
/// "Scaling Open-Vocabulary Object Detection", 2023, appendix A.2). Runs that occur twice are there
/// twice. Signs stay on their words (`ramp.`), unless `stripsPunctuation` takes them off before the
/// lists are looked at.
public struct NGramParser: WordwiseParsing {
  /// Most words of a run.
  public static let wordsMax = 10
  /// Most runs of a caption.
  public static let runsMax = 300

  private let stripsPunctuation: Bool

  /// Creates the mode; without `stripsPunctuation` it is exactly the published rule.
  public init(stripsPunctuation: Bool = true) {
    self.stripsPunctuation = stripsPunctuation
  }

  /// A word between white space.
  private struct Word {
    var text: String
    var start: Int
    var end: Int
    var isStop: Bool
  }

  /// The runs of one caption.
  public func mentions(in caption: String) -> ParsedCaption {
    let scalars = Array(caption.unicodeScalars)
    var isTruncated = false
    let runs = Self.runs(words(scalars[...], limit: true), &isTruncated)
    guard !runs.isEmpty else {
      let isEmpty = scalars.allSatisfy(PythonText.isSpace)
      return ParsedCaption(
        rejection: isEmpty
          ? Rejection(.emptyCaption, "no word")
          : Rejection(.noConcept, "only generic words, stop words or signs"))
    }
    var parsed = ParsedCaption(mentions: [], isTruncated: isTruncated)
    parsed.mentions.reserveCapacity(runs.count)
    for run in runs {
      let surface = String(String.UnicodeScalarView(scalars[run.start..<run.end]))
      parsed.mentions.append(
        ConceptMention(concept: run.text, surface: surface, start: run.start, end: run.end))
    }
    return parsed
  }

  /// Words of which the first 300 runs can come: every word that is no stop word begins ten.
  private func words(_ scalars: ArraySlice<Unicode.Scalar>, limit: Bool) -> [Word] {
    var words: [Word] = []
    var starting = 0
    var next = scalars.startIndex
    // 300 runs need at most 300 words that are no stop words, and the ten words after the last.
    while next < scalars.endIndex, !limit || starting < Self.runsMax + Self.wordsMax {
      if PythonText.isSpace(scalars[next]) {
        next += 1
        continue
      }
      var end = next
      while end < scalars.endIndex, !PythonText.isSpace(scalars[end]) { end += 1 }
      if let word = word(scalars, next..<end) {
        words.append(word)
        if !word.isStop { starting += 1 }
      }
      next = end
    }
    return words
  }

  private func word(_ scalars: ArraySlice<Unicode.Scalar>, _ range: Range<Int>) -> Word? {
    var range = range
    if stripsPunctuation {
      while let last = range.last, PythonText.isPunctuation(scalars[last]) {
        range = range.lowerBound..<last
      }
      while let first = range.first, PythonText.isPunctuation(scalars[first]) {
        range = (first + 1)..<range.upperBound
      }
      if range.isEmpty { return nil }
    }
    let text = PythonText.lower(scalars[range])
    if NGramWords.generic.contains(text) { return nil }
    return Word(
      text: text, start: range.lowerBound, end: range.upperBound,
      isStop: NGramWords.stop.contains(text))
  }

  private static func runs(_ words: [Word], _ isTruncated: inout Bool) -> [Word] {
    var runs: [Word] = []
    for (index, first) in words.enumerated() {
      var run = first
      for (length, word) in words[index...].prefix(wordsMax).enumerated() {
        if length > 0 {
          run.text += " " + word.text
          run.end = word.end
          run.isStop = run.isStop && word.isStop
        }
        if run.isStop { continue }
        guard runs.count < runsMax else {
          isTruncated = true
          return runs
        }
        runs.append(run)
      }
    }
    return runs
  }

  /// Explains the words and the runs.
  public func explain(_ caption: String) -> CaptionExplanation {
    let scalars = Array(caption.unicodeScalars)
    var isTruncated = false
    let words = words(scalars[...], limit: false)
    let runs = Self.runs(words, &isTruncated)
    let slices = CaptionSlices(caption)
    var candidates = runs.map { run in
      CaptionExplanation.Candidate(
        surface: slices[run.start..<run.end], start: run.start, end: run.end, concept: run.text,
        rule: "run", reason: "a run of words")
    }
    for word in words where word.isStop {
      candidates.append(
        CaptionExplanation.Candidate(
          surface: slices[word.start..<word.end], start: word.start, end: word.end, concept: nil,
          rule: "stop_word", reason: "a stop word, part of runs only"))
    }
    if isTruncated {
      candidates.append(
        CaptionExplanation.Candidate(
          surface: "", start: scalars.count, end: scalars.count, concept: nil, rule: "runs_max",
          reason: "more than \(Self.runsMax) runs; the rest is left out"))
    }
    return CaptionExplanation(
      caption: caption,
      tokens: words.map {
        CaptionExplanation.Token(text: $0.text, start: $0.start, end: $0.end)
      },
      candidates: candidates, rejection: mentions(in: caption).rejection)
  }
}
