import ArgumentParser

/// One of a few words of the command line.
enum NamedChoice {
  /// The value that a word names.
  static func value<Choice: RawRepresentable<String> & CaseIterable>(
    _ word: String
  ) throws -> Choice {
    guard let choice = Choice(rawValue: word) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("found '\(word)', expected one of \(words)")
    }
    return choice
  }
}
