import Foundation
import Records

/// Takes the boxes of a file: finds their images, checks and converts them, counts what is wrong.
struct ProposalSink {
  /// Largest edge in pixels that is believed.
  static let edgeMax: Float = 1e6
  /// Largest edge of relative coordinates; boxes may reach over the border.
  static let relativeMax: Float = 16
  /// Rounding may leave a probability this much outside 0...1.
  static let scoreTolerance = 1e-3

  /// A box as the file gives it.
  struct Row {
    var numbers: [Double]
    /// `nil` where the file gives none, which counts as 1.
    var score: Double?
    /// What the file calls the score, if it does.
    var scores: ProposalFileOptions.ScoreKind?
    /// What the file calls the numbers, if it does.
    var format: ProposalFileOptions.BoxFormat
  }

  var report: ProposalFileReport
  /// How the numbers of the file are meant.
  let options: ProposalFileOptions
  /// Called while the file is read; throws to stop.
  let check: () throws -> Void
  private var matcher: ImageMatcher
  private var sorter: ProposalSorter
  private var isKnown: [Bool]
  private var extra: Set<Int> = []
  private var exampleOfFile: String?

  init(
    path: String, layout: ProposalLayout, options: ProposalFileOptions, matcher: ImageMatcher,
    scratch: String, check: @escaping () throws -> Void
  ) {
    report = ProposalFileReport(path: path, format: layout.rawValue)
    self.options = options
    self.check = check
    self.matcher = matcher
    sorter = ProposalSorter(images: matcher.images.count, scratch: scratch)
    isKnown = [Bool](repeating: false, count: matcher.images.count)
  }

  /// The position of the image that a row names, `nil` for one that is not in the list.
  ///
  /// With `isWhole` the row holds all that the file knows of the image.
  mutating func position(of reference: ImageReference, isWhole: Bool = false) -> Int? {
    if exampleOfFile == nil { exampleOfFile = reference.text }
    switch matcher.match(reference) {
    case .found(let position):
      if isWhole && isKnown[position] { report.repeatedImages += 1 }
      isKnown[position] = true
      return position
    case .ambiguous:
      report.ambiguous += 1
    case .absent:
      if extra.count < ProposalFileReport.extraMax { extra.insert(reference.hashValue) }
    }
    return nil
  }

  /// Takes a box of the image at `position`; `place` is where it stands in the file.
  mutating func add(
    _ row: Row, to position: Int?, at place: ByteStream.Position
  ) throws {
    let format = options.boxFormat ?? row.format
    guard format == .xyxy || !options.plusOne else {
      throw InputError.malformed(
        path: report.path, line: place.line, column: place.column,
        expected: "corners, since plus_one is set (say box_format: xyxy)", found: format.rawValue)
    }
    report.boxes += 1
    guard let position else {
      report.boxesExtra += 1
      return
    }
    guard let box = box(of: row, at: place), let (score, logit) = try score(of: row, at: place)
    else { return }
    report.boxesUsed += 1
    try sorter.add(position, box, score: score, logit: logit)
  }

  /// Counts a row that could not be read.
  mutating func reject(_ reason: Rejection.Reason, _ detail: String, at place: ByteStream.Position)
  {
    report.boxes += 1
    refuse(reason, detail, at: place)
  }

  private mutating func refuse(
    _ reason: Rejection.Reason, _ detail: String, at place: ByteStream.Position
  ) {
    report.reject(Rejection(reason, "\(report.path):\(place.line):\(place.column): \(detail)"))
  }

  private mutating func box(of row: Row, at place: ByteStream.Position) -> Box? {
    guard row.numbers.count == 4 else {
      refuse(.invalidBox, "a box of \(row.numbers.count) numbers, expected 4", at: place)
      return nil
    }
    let n = row.numbers.map(Float.init)
    let format = options.boxFormat ?? row.format
    let last: Float = options.plusOne ? 1 : 0
    let box =
      switch format {
      case .xyxy: Box(x1: n[0], y1: n[1], x2: n[2] + last, y2: n[3] + last)
      case .xywh: Box(x: n[0], y: n[1], width: n[2], height: n[3])
      case .cxcywh: Box(x: n[0] - n[2] / 2, y: n[1] - n[3] / 2, width: n[2], height: n[3])
      }
    let limit = options.isRelative ? Self.relativeMax : Self.edgeMax
    guard box.isFinite, max(max(abs(box.x1), abs(box.y1)), max(abs(box.x2), abs(box.y2))) <= limit
    else {
      let kind = options.isRelative ? "relative edges" : "edges"
      refuse(.invalidBox, "box \(row.numbers): expected \(kind) of at most \(limit)", at: place)
      return nil
    }
    guard box.width > 0, box.height > 0 else {
      refuse(
        .emptyBox,
        "box \(row.numbers) is \(box.width) wide and \(box.height) high as "
          + format.rawValue, at: place)
      return nil
    }
    return box
  }

  private mutating func score(
    of row: Row, at place: ByteStream.Position
  ) throws -> (score: Float, logit: Float)? {
    guard let value = row.score else { return (1, 1) }
    guard value.isFinite else {
      refuse(.invalidBox, "score \(value)", at: place)
      return nil
    }
    if options.scores ?? row.scores == .logit {
      return (Float(1 / (1 + exp(-value))), Float(value))
    }
    guard (-Self.scoreTolerance...1 + Self.scoreTolerance).contains(value) else {
      throw InputError.malformed(
        path: report.path, line: place.line, column: place.column,
        expected: "a score in 0...1 (say `scores: logit` if the file holds raw logits)",
        found: "\(value)")
    }
    let score = Float(min(max(value, 0), 1))
    return (score, score)
  }

  /// The boxes by image.
  ///
  /// - Throws: `InputError.noProposalMatches` when no row names a listed image, `FileError`.
  mutating func finish() throws -> (ProposalTable, ProposalFileReport) {
    report.imagesMatched = isKnown.count { $0 }
    report.imagesMissing = isKnown.count - report.imagesMatched
    report.imagesExtra = extra.count
    guard let exampleOfFile else {
      guard report.boxes == 0 else {
        throw InputError.tooManyBadRows(
          paths: [report.path], rows: report.boxes, bad: report.rejected, ratioMax: 0,
          samples: report.samples.map(\.detail))
      }
      throw InputError.empty(path: report.path)
    }
    guard report.imagesMatched > 0 || matcher.images.isEmpty else {
      throw InputError.noProposalMatches(
        path: report.path, inFile: exampleOfFile,
        inList: matcher.images.first.map { image in
          matcher.hasIDs ? "'\(image.key)' with image id \(image.imageID)" : "'\(image.key)'"
        } ?? "nothing",
        hasIDs: matcher.hasIDs)
    }
    return (
      ProposalTable(
        images: matcher.images, isRelative: options.isRelative, rows: try sorter.finish()), report
    )
  }
}
