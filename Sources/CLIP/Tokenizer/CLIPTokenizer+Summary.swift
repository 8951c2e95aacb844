extension CLIPTokenizer {
  /// What a tokenizer is, for people.
  public struct Summary: Hashable, Sendable {
    /// The file that the vocabulary was read from.
    public var path: String
    /// One more than the largest id.
    public var size: Int
    /// Id of the start of every text.
    public var startID: Int32
    /// Id of the end of every text.
    public var endID: Int32
    /// Most ids of a text.
    public var contextLength: Int
  }

  /// What this tokenizer is.
  public var summary: Summary {
    Summary(
      path: vocabulary.path, size: vocabulary.size, startID: startID, endID: endID,
      contextLength: contextLength)
  }
}
