/// What a report states but cannot measure from records: given by the caller at the end.
public struct ReportFacts: Hashable, Sendable {
  /// Where the captions went, for example `captions read`, `without a concept`; shown in byte order.
  public var captionCounts: [String: Int]
  /// How many of the classes that captions name are in the pool; found from the captions when `nil`.
  public var poolCoverage: PoolCoverage?
  /// Captions and annotations that could not be used.
  public var inputRejections: [RejectionNumbers]
  /// Class names by the source's number and the query's.
  public var queryNames: [Int: [Int: String]]
  /// What a remove list kept out of the pool; `nil` without one.
  public var removed: RemovedConcepts?
  /// Which classes the models were trained on, by their own notes.
  public var exposures: [ModelExposure]
  /// Further lines of provenance: models, digests, tool version.
  public var provenance: [String: String]

  /// Creates facts.
  public init(
    captionCounts: [String: Int] = [:], poolCoverage: PoolCoverage? = nil,
    exposures: [ModelExposure] = [], provenance: [String: String] = [:],
    inputRejections: [RejectionNumbers] = [], queryNames: [Int: [Int: String]] = [:],
    removed: RemovedConcepts? = nil
  ) {
    self.captionCounts = captionCounts
    self.poolCoverage = poolCoverage
    self.exposures = exposures
    self.provenance = provenance
    self.inputRejections = inputRejections
    self.queryNames = queryNames
    self.removed = removed
  }
}

/// How many of the classes that the captions name the concept pool contains.
public struct PoolCoverage: Codable, Hashable, Sendable {
  /// Classes in the pool among the classes that captions name.
  public var classes: Proportion
  /// Classes that captions name and the pool lacks.
  public var missing: [String]

  /// Creates coverage.
  public init(classes: Proportion, missing: [String]) {
    self.classes = classes
    self.missing = missing
  }
}

/// The classes that a model was trained on, from its note.
public struct ModelExposure: Hashable, Sendable {
  /// The model's name or folder.
  public var model: String
  /// Names of the classes that it saw with boxes or labels.
  public var classes: [String]

  /// Creates a note.
  public init(model: String, classes: [String]) {
    self.model = model
    self.classes = classes
  }
}
