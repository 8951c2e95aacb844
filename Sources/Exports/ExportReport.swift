import Records

/// What an export wrote, and what it left out or changed, by name.
public struct ExportReport: Hashable, Sendable, Codable {
  /// The format's name.
  public var format: String
  /// Images of the data set.
  public var images = 0
  /// Things written, by name.
  public var written: [String: Int] = [:]
  /// Things left out or changed, by reason.
  public var notes: [String: Int] = [:]
  /// For each note the first images that it is about, or concepts.
  public var samples: [String: [String]] = [:]
  /// Bytes written.
  public var bytes = 0

  static let samplesMax = 3

  init(format: String) {
    self.format = format
  }

  mutating func count(_ what: String, _ number: Int = 1) {
    if number != 0 { written[what, default: 0] += number }
  }

  mutating func note(_ reason: String, _ number: Int = 1, key: ImageKey? = nil) {
    note(reason, number, sample: key.map { $0.description })
  }

  mutating func note(_ reason: String, _ number: Int = 1, sample: @autoclosure () -> String?) {
    guard number > 0 else { return }
    notes[reason, default: 0] += number
    let known = samples[reason] ?? []
    guard known.count < Self.samplesMax, let sample = sample(), !known.contains(sample) else {
      return
    }
    samples[reason] = known + [sample]
  }
}
