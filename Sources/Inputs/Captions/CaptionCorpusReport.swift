public import Codecs
public import Records

/// What was read of a corpus and what could not be used.
public struct CaptionCorpusReport: Hashable, Sendable {
  /// What was read of one file.
  public struct File: Hashable, Sendable {
    /// The file's path, `-` for standard input.
    public var path: String
    /// How it is written.
    public var format: CaptionSource.Format
    /// Bytes as they are stored, read so far.
    public var bytes = 0
    /// SHA-256 of the bytes as they are stored; `nil` until the file is read to its end.
    public var digest: SHA256Digest?
    /// Rows that can hold captions: lines, records, annotations, images with sentences.
    public var rows = 0
    /// Rows that break their format's rules or are not text; none of their captions is used.
    public var badRows = 0
    /// Captions found, blank ones among them.
    public var captions = 0

    init(path: String, format: CaptionSource.Format) {
      self.path = path
      self.format = format
    }
  }

  /// The files in the order of the corpus, those not yet opened left out.
  public var files: [File] = []
  /// Rows and captions that could not be used, by reason.
  public var rejections: [Rejection.Reason: Int] = [:]
  /// The first rejections in reading order, for people; each with file, line and column.
  public var samples: [Rejection] = []

  /// Most samples kept.
  public static let samplesMax = 20

  init() {}

  /// Rows of all files.
  public var rows: Int { files.reduce(0) { $0 + $1.rows } }

  /// Bad rows of all files.
  public var badRows: Int { files.reduce(0) { $0 + $1.badRows } }

  /// Captions of all files, blank ones among them.
  public var captions: Int { files.reduce(0) { $0 + $1.captions } }

  /// Demands that the bad rows are at most a share of all rows.
  ///
  /// - Throws: `InputError.tooManyBadRows`.
  public func check(badRatioMax: Double) throws {
    guard Double(badRows) > badRatioMax * Double(rows) else { return }
    throw InputError.tooManyBadRows(
      paths: files.filter { $0.badRows > 0 }.map(\.path), rows: rows, bad: badRows,
      ratioMax: badRatioMax,
      samples: samples.filter { $0.reason != .emptyCaption }.prefix(5).map(\.detail))
  }

  /// The report of two corpora read one after the other.
  static func + (left: CaptionCorpusReport, right: CaptionCorpusReport) -> CaptionCorpusReport {
    var sum = left
    sum.files += right.files
    sum.rejections.merge(right.rejections, uniquingKeysWith: +)
    sum.samples += right.samples.prefix(samplesMax - sum.samples.count)
    return sum
  }

  /// Adds what a sink has counted of the current, last file.
  mutating func take(_ sink: CaptionSink) {
    files[files.count - 1] = sink.file
    for (reason, count) in sink.rejections { rejections[reason, default: 0] += count }
    samples += sink.samples.prefix(Self.samplesMax - samples.count)
  }
}
