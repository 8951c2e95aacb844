import Codecs

/// Files of counts that together are the counts of one corpus.
public struct CountSources: Sendable {
  /// Most files that are open at a time; more are merged in steps.
  static let openMax = 64

  private struct Part: Sendable {
    var path: String
    /// New numbers of its input files; `nil` when they keep theirs.
    var fileNumbers: [Int]?
  }

  private var parts: [Part]
  private var blocks: [(blocks: [[UInt8]], captionsBefore: Int)] = []
  /// What the counts say of themselves, joined.
  public private(set) var summary: CountSummary
  /// Inputs that are in more than one part, by name: their captions count more than once.
  public private(set) var repeatedInputs: [String] = []

  /// The runs of one job, whose inputs are numbered alike; accounts are added to the summary's.
  ///
  /// - Throws: `FileError`, or `ConceptError.badCounts`.
  public init(runs paths: [String], summary: CountSummary) throws {
    parts = paths.map { Part(path: $0, fileNumbers: nil) }
    self.summary = summary
    for path in paths {
      self.summary.account.add(try CountReader(path: path).summary?.account ?? CountAccount())
    }
  }

  /// Partial pools, in any order.
  ///
  /// - Throws: `FileError`, `ConceptError.badCounts`, or `.partsDiffer` when they were parsed in
  ///   different ways.
  public init(partials paths: [String]) throws {
    precondition(!paths.isEmpty)
    var found: [(path: String, summary: CountSummary)] = []
    for path in paths {
      guard let summary = try CountReader(path: path).summary else { continue }
      if let first = found.first, first.summary.parsing != summary.parsing {
        throw ConceptError.partsDiffer(
          path: path, expected: first.summary.parsing, found: summary.parsing, other: first.path)
      }
      found.append((path, summary))
    }
    let inputs = found.enumerated().flatMap { part, file in
      file.summary.inputs.enumerated().map { (part: part, file: $0.offset, input: $0.element) }
    }.sorted { CountedInput.precedes($0.input, $1.input) }
    var numbers = found.map { Array(repeating: 0, count: $0.summary.inputs.count) }
    for (number, entry) in inputs.enumerated() { numbers[entry.part][entry.file] = number }
    summary = CountSummary(parsing: found.first?.summary.parsing ?? "")
    summary.inputs = inputs.map(\.input)
    for (part, file) in found.enumerated() {
      var account = file.summary.account
      account.renumber(numbers[part])
      summary.account.add(account)
    }
    parts = found.enumerated().map { Part(path: $1.path, fileNumbers: numbers[$0]) }
    repeatedInputs = zip(inputs, inputs.dropFirst())
      .filter { $0.input.sha256 == $1.input.sha256 && $0.input.name == $1.input.name }
      .map(\.0.input.name)
  }

  /// Counts in memory; each counter's captions come so many after those of the first.
  init(counters: [(counter: ConceptCounter, captionsBefore: Int)], parsing: String) {
    parts = []
    summary = CountSummary(parsing: parsing)
    for (counter, captionsBefore) in counters {
      var counter = counter
      var run = counter.run()
      run.account.shift(by: captionsBefore)
      blocks.append((run.blocks, captionsBefore))
      summary.account.add(run.account)
    }
  }

  /// Writes the joined counts as one file: a partial pool, or a run made of runs.
  ///
  /// Names of intermediate files begin with `scratch`; `level` is zstd's.
  public func write(to path: String, scratch: String, level: Int = 3) throws {
    var merger = try merger(scratch: scratch)
    let writer = try CountFileWriter(path: path, level: level)
    while try merger.advance() {
      guard let tag = merger.tag else {
        throw ConceptError.badCounts(path: path, expected: "keys of counts", found: "other bytes")
      }
      try writer.append(merger.key, tag, merger.record)
    }
    try writer.finish(summary)
  }

  /// The joined counts, sorted; with many files the first ones are merged into files of their own.
  func merger(scratch: String) throws -> CountMerger {
    var parts = self.parts
    var step = 0
    while parts.count > Self.openMax {
      let group = Array(parts.prefix(Self.openMax))
      parts.removeFirst(group.count)
      let path = "\(scratch)-merged-\(step)"
      step += 1
      var sources = self
      sources.parts = group
      sources.blocks = []
      try sources.write(to: path, scratch: scratch, level: 1)
      parts.append(Part(path: path, fileNumbers: nil))
    }
    var readers = try parts.map { try CountReader(path: $0.path, fileNumbers: $0.fileNumbers) }
    readers += blocks.map { CountReader(blocks: $0.blocks, captionsBefore: $0.captionsBefore) }
    return try CountMerger(readers)
  }
}
