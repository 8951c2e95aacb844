/// Captions of any number of files, read as a stream: memory does not grow with their size.
///
/// Captions come in the order of the files, and of each file. They are **not** grouped by image:
/// COCO's annotations are in any order, so that counting images needs `CorpusCaption.image`.
public struct CaptionCorpus: Hashable, Sendable {
  /// The files in reading order.
  public let sources: [CaptionSource]
  /// Where the captions stand in them.
  public let options: CaptionOptions

  /// Creates a corpus of given sources.
  public init(sources: [CaptionSource], options: CaptionOptions = CaptionOptions()) {
    self.sources = sources
    self.options = options
  }

  /// Creates a corpus of files, `-` for standard input, whose names tell their formats unless
  /// `format` does.
  ///
  /// - Throws: `InputError.unknownFormat`; `.missing` for a file that is not there, before any is
  ///   read; `.repeatedInput` when standard input is named twice.
  public init(
    paths: [String], format: CaptionSource.Format? = nil, options: CaptionOptions = CaptionOptions()
  ) throws {
    let sources = try paths.map { path in
      try format.map { CaptionSource(path: path, format: $0) } ?? CaptionSource(path: path)
    }
    for source in sources where source.path != CaptionSource.standardInput {
      _ = try FileBytes(path: source.path)
    }
    guard paths.count(where: { $0 == CaptionSource.standardInput }) < 2 else {
      throw InputError.repeatedInput(path: CaptionSource.standardInput)
    }
    self.init(sources: sources, options: options)
  }

  /// A reader at the first caption.
  public func reader() -> CaptionCorpusReader {
    CaptionCorpusReader(corpus: self)
  }
}
