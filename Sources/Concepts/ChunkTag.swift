/// Where a token stands to a noun phrase (BIO).
public enum ChunkTag: String, CaseIterable, Sendable {
  /// In none.
  case outside = "O"
  /// The first of one.
  case begin = "B"
  /// A later one of the same.
  case inside = "I"
}
