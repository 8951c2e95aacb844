/// What is known under one key; records of one key add up.
struct CountRecord: Hashable, Sendable {
  /// Times it was met.
  var occurrences = 0
  /// Captions in which it was met; of a word, the times it was a noun.
  var captions = 0
  /// Captions that belong to no image: each is a document of its own.
  var singles = 0
  /// The first caption that has it.
  var example: CaptionExample?

  /// Adds what other captions say of the same key.
  mutating func add(_ other: CountRecord) {
    occurrences += other.occurrences
    captions += other.captions
    singles += other.singles
    guard let theirs = other.example else { return }
    if let ours = example, !theirs.place.precedes(ours.place) { return }
    example = theirs
  }
}

/// Where a caption stands: files in the order of the corpus, captions in the order of the file.
public struct CaptionPlace: Hashable, Sendable, Codable {
  /// The file's number.
  public var file: Int
  /// The caption's number in the file, from 0.
  public var ordinal: Int

  /// Creates a place.
  public init(file: Int, ordinal: Int) {
    self.file = file
    self.ordinal = ordinal
  }

  /// Whether this place comes first.
  func precedes(_ other: CaptionPlace) -> Bool {
    (file, ordinal) < (other.file, other.ordinal)
  }
}

/// A caption that names something, with its place.
struct CaptionExample: Hashable, Sendable {
  /// Longest text kept of a caption, in Unicode scalars.
  static let scalarsMax = 512

  var place: CaptionPlace
  /// UTF-8 of the caption as its user gave it.
  var text: [UInt8]
}
