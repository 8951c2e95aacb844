/// Exports of finished data sets: which formats there are, and how one is made.
public struct Export: Sendable {
  /// All formats, in the order of `--list`.
  static let all: [any ExportFormat.Type] = [
    COCOFormat.self, LVISFormat.self, COCOResultsFormat.self, Detectron2Format.self,
    RKDFormat.self, PISFormat.self, PISImagesFormat.self, MAVLFormat.self, MAVLTextFormat.self,
    ConceptTensorFormat.self, ConceptNamesFormat.self, NounCountsFormat.self,
    RegionTensorFormat.self, TSVFormat.self, ClassifierFormat.self, CLIPSelfFormat.self,
    CategoryInfoFormat.self, WebDatasetFormat.self, LabelStudioFormat.self,
  ]

  /// What each format is.
  public static var formats: [FormatDescription] { all.map { $0.description } }

  private let format: any ExportFormat.Type
  private let source: ExportSource
  private let options: ExportOptions

  /// What the format is.
  public var description: FormatDescription { format.description }

  /// Prepares the export of `source` as the format called `name`.
  ///
  /// - Throws: `ExportError.unknownFormat`, or `needs` when the source lacks something.
  public init(format name: String, of source: ExportSource, options: ExportOptions) throws {
    guard let format = Self.all.first(where: { $0.description.name == name }) else {
      throw ExportError.unknownFormat(name: name, known: Self.formats.map(\.name))
    }
    for need in FormatDescription.Need.allCases where format.description.needs.contains(need) {
      guard source.has(need) else { throw ExportError.needs(format: name, what: need) }
    }
    self.format = format
    self.source = source
    self.options = options
  }

  /// Counts what would be written, without writing it; the closures are those of `write`.
  public func dryRun(
    checkStop: @escaping () throws -> Void = {}, advance: @escaping () -> Void = {}
  ) throws -> ExportReport {
    try write(ExportOutput(), checkStop, advance)
  }

  /// Writes the export to `path`, where it appears when it is whole.
  ///
  /// The folder around `path` must exist. An earlier export of that name is replaced when
  /// `isForced`. `advance` is called once for each image; `checkStop` in every pass over them, and
  /// stops by throwing.
  ///
  /// - Throws: `ExportError`, `ShardError` for a damaged shard, `FileError`.
  public func write(
    to path: String, isForced: Bool, checkStop: @escaping () throws -> Void = {},
    advance: @escaping () -> Void = {}
  ) throws -> ExportReport {
    try write(
      ExportOutput(path: path, kind: format.description.kind, isForced: isForced), checkStop,
      advance)
  }

  private func write(
    _ output: ExportOutput, _ checkStop: @escaping () throws -> Void,
    _ advance: @escaping () -> Void
  ) throws -> ExportReport {
    let job = try ExportJob(
      format.description, source, options, output, checkStop: checkStop, advance: advance)
    try format.write(job)
    job.report.bytes = output.bytes
    if format.description.kind == .folder {
      try output.writeMarker(job.report, labelSet: source.labelSet?.name)
    }
    try output.publish()
    return job.report
  }
}

extension ExportSource {
  fileprivate func has(_ need: FormatDescription.Need) -> Bool {
    switch need {
    case .labels: labelSet != nil
    case .textEmbeddings: textEmbeddings != nil
    case .captions: captions != nil
    case .images: hasImages
    }
  }
}
