/// A number judged in one word, by bounds that the page states.
///
/// Bounds are rules of thumb for data that trains a detector, not laws: they say where to look first.
struct Verdict {
  enum Level: String {
    case good
    case fair
    case weak
  }

  let level: Level
  /// From which values on a number is good and fair, for the reader.
  let rule: String

  /// Sign and word, so that colour is not needed.
  var text: String {
    switch level {
    case .good: "● good"
    case .fair: "◐ fair"
    case .weak: "○ weak"
    }
  }

  /// Judges a share of which more is better; `nil` without a share.
  init?(_ share: Double?, good: Double, fair: Double) {
    guard let share else { return nil }
    level = share >= good ? .good : share >= fair ? .fair : .weak
    rule =
      "good from \(NumberText.fixed(good * 100, decimals: 0)) %, "
      + "fair from \(NumberText.fixed(fair * 100, decimals: 0)) %"
  }

  /// Judges a share of which less is better; `nil` without a share.
  init?(_ share: Double?, goodUpTo good: Double, fairUpTo fair: Double) {
    guard let share else { return nil }
    level = share <= good ? .good : share <= fair ? .fair : .weak
    rule =
      "good up to \(NumberText.axis(good * 100)) %, fair up to \(NumberText.axis(fair * 100)) %"
  }
}
