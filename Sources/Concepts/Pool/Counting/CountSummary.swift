/// What a file of counts says of itself; its JSON is the trailer.
public struct CountSummary: Codable, Hashable, Sendable {
  /// The version that this program writes and reads.
  public static let currentVersion = 1

  /// Version of the format.
  public var version = CountSummary.currentVersion
  /// How captions were parsed, as one line; only counts of one and the same add up.
  public var parsing: String
  /// Digest of what a run belongs to; empty for a partial pool.
  public var job = ""
  /// The files that were counted, in the order of the corpus.
  public var inputs: [CountedInput] = []
  /// What became of the captions.
  public var account = CountAccount()
  /// Records in the file.
  public var records = 0

  /// Creates the summary of counts that are about to be made.
  public init(parsing: String) {
    self.parsing = parsing
  }
}

/// One file of captions that was counted.
public struct CountedInput: Codable, Hashable, Sendable {
  /// Its name without folders; `-` for the standard input.
  public var name: String
  /// SHA-256 of its bytes as they are stored, as hex digits.
  public var sha256: String
  /// Captions that it gave.
  public var captions: Int
  /// Rows that could not be read.
  public var badRows: Int

  /// Creates an input.
  public init(name: String, sha256: String, captions: Int, badRows: Int = 0) {
    self.name = name
    self.sha256 = sha256
    self.captions = captions
    self.badRows = badRows
  }

  /// The order of a corpus: by name, then digest, whatever the order of arguments.
  static func precedes(_ left: CountedInput, _ right: CountedInput) -> Bool {
    if left.name != right.name {
      return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    return left.sha256 < right.sha256
  }
}
