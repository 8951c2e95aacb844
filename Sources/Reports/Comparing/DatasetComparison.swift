import Codecs
import Concepts
import Foundation
public import Records

/// The comparison of two finished label sets, made from their shards.
///
/// Both are read side by side in the order of their images' keys, one record at a time, so memory
/// follows the pools and the ground truth, not the data sets.
public struct DatasetComparison {
  private let settings: ReportSettings
  private let first: ComparedSet
  private let second: ComparedSet
  private let groundTruth: GroundTruth?

  /// The files' names, in the order in which they are written: the page comes last.
  public static let names = ["compare.json", "index.html"]

  /// Creates the comparison; without ground truth it tells changes, not which side is right.
  public init(
    settings: ReportSettings, first: ComparedSet, second: ComparedSet, groundTruth: GroundTruth?
  ) {
    self.settings = settings
    self.first = first
    self.second = second
    self.groundTruth = groundTruth
  }

  /// Measures both sides and writes the page and its numbers into `folder`.
  ///
  /// - Parameters:
  ///   - folder: Made when it is missing; files of an earlier comparison are replaced.
  ///   - load: Gives the decoded image of a key, `nil` when there is none.
  ///   - advance: Called after each image; may throw to stop.
  /// - Returns: The numbers and the page's path.
  /// - Throws: `ShardError` for a missing or damaged shard, `ReportError` when records do not fit
  ///   each other, `FileError` when the files cannot be written.
  public func write(
    into folder: String, load: (ImageKey) throws -> PixelImage?, advance: () throws -> Void
  ) throws -> (numbers: ComparisonNumbers, page: String) {
    let finished = try measure(advance: advance)
    let pictures = try ComparisonPage.pictures(of: finished, load: load)
    let html = try ComparisonPage.html(of: finished, pictures: pictures)
    let json = try NumbersFile.text(of: finished.numbers)
    let fileSystem = PosixFileSystem()
    try fileSystem.createDirectories(folder)
    for (name, text) in zip(Self.names, [json, html]) {
      try DurableFile.replace(Array(text.utf8), at: "\(folder)/\(name)", fileSystem: fileSystem)
    }
    return (finished.numbers, "\(folder)/\(Self.names[1])")
  }

  /// Reads both sides in step: the smaller key first, equal keys together.
  func measure(advance: () throws -> Void = {}) throws -> FinishedComparison {
    var builder = ComparisonBuilder(
      settings: settings, first: first, second: second, groundTruth: groundTruth,
      normalize: ConceptName.normalForm)
    var records = (first: ComparedRecords(first.units), second: ComparedRecords(second.units))
    var a = try records.first.next()
    var b = try records.second.next()
    while a != nil || b != nil {
      let takesFirst = a.map { a in b.map { a.regions.key <= $0.regions.key } ?? true } ?? false
      let takesSecond = b.map { b in a.map { b.regions.key <= $0.regions.key } ?? true } ?? false
      try builder.add(first: takesFirst ? a : nil, second: takesSecond ? b : nil)
      if takesFirst { a = try records.first.next() }
      if takesSecond { b = try records.second.next() }
      try advance()
    }
    return builder.finish()
  }
}
