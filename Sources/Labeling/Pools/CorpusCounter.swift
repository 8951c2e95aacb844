import Codecs
import Concepts
import Foundation
import Inputs
import Pipeline
import Records
import Synchronization

/// Counts the captions of a corpus in bounded memory, on all workers, with nothing done twice.
///
/// Captions are read in order and handed out in batches; each worker counts into a table of its own
/// and writes it as a sorted run when it is full. A segment of captions is done when its runs are
/// on disk and a note beside them lists them; a job that was stopped goes on behind the last done
/// segment. The counts are the same for any number of workers, segments and runs.
struct CorpusCounter {
  let corpus: CaptionCorpus
  let parser: any CaptionParsing
  /// How captions are parsed, as one line: only counts of one and the same add up.
  let parsing: String
  let synonyms: [String: String]
  /// Folder for runs; emptied and removed by `removeWork`.
  let work: String
  let runner: UnitRunner
  let observer: RunObserver
  /// Share of bad rows above which counting fails.
  let badRatioMax: Double
  var limits = CountingLimits()

  /// Counts everything and returns the runs, with what the corpus is made of.
  ///
  /// A count that fails before anything is done leaves no folder behind.
  func count() async throws -> CountSources {
    let folder = DurableFile.directoryAndName(of: work).directory
    let isNew = !FileManager.default.fileExists(atPath: folder)
    try PosixFileSystem().createDirectories(work)
    do {
      return try await countSegments()
    } catch {
      SegmentNote.removeUnlisted(in: work)
      removeIfEmpty(work)
      if isNew { removeIfEmpty(folder) }
      throw error
    }
  }

  private func countSegments() async throws -> CountSources {
    try DurableFile.removeStale(in: work)
    let job = try jobDigest()
    let feed = CorpusFeed(corpus.reader(), bytes: storedBytes)
    let meter = observer.meter("concepts", "captions", total: 0)
    var runs: [String] = []
    var segment = 0
    while !feed.isAtEnd {
      let note = SegmentNote(path: "\(work)/segment-\(segment).json")
      if let done = note.finished(job: job) {
        feed.beginSegment(captions: limits.segmentCaptions)
        while let batch = try feed.next(limits.batchCaptions) {
          try runner.stop.check()
          meter.skip(batch.captions.count)
        }
        runs += done
      } else {
        let made = try await count(segment, feed, meter)
        try note.write(job: job, runs: made)
        runs += made
      }
      segment += 1
    }
    meter.finish()
    return try CountSources(runs: runs, summary: try summary(of: feed.report))
  }

  /// Bytes of all files as they are stored; `nil` where one of them is no file.
  private var storedBytes: Int? {
    var bytes = 0
    for source in corpus.sources {
      let facts = try? FileManager.default.attributesOfItem(atPath: source.path)
      guard facts?[.type] as? FileAttributeType == .typeRegular, let size = facts?[.size] as? Int
      else { return nil }
      bytes += size
    }
    return bytes
  }

  private func removeIfEmpty(_ folder: String) {
    guard (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty == true else {
      return
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Removes the runs; what they held is in the pool or the partial pool by now.
  func removeWork() {
    try? FileManager.default.removeItem(atPath: work)
  }

  private func count(
    _ segment: Int, _ feed: CorpusFeed, _ meter: ProgressMeter
  ) async throws -> [String] {
    feed.beginSegment(captions: limits.segmentCaptions)
    let made = Mutex<[String]>([])
    let bytes = limits.tableBytes / runner.threads
    _ = try await runner.run(WorkUnit.covering(runner.threads, each: 1)) { worker in
      var counter = ConceptCounter(synonyms: synonyms)
      counter.reserve(bytes: bytes)
      var run = 0
      func write() throws {
        guard !counter.isEmpty else { return }
        let path = "\(work)/run-\(segment)-\(worker.index)-\(run)"
        run += 1
        try counter.write(to: path, CountSummary(parsing: parsing))
        made.withLock { $0.append(path) }
      }
      while let batch = try feed.next(limits.batchCaptions) {
        try runner.stop.check()
        batch.forEach { caption, place in
          counter.add(
            caption.text, parsed: parser.mentions(in: caption.text), image: caption.image?.bytes,
            place: place)
        }
        meter.advance(by: batch.captions.count, total: feed.captionsExpected)
        if counter.bytes >= bytes { try write() }
      }
      try write()
      return StageReport()
    }
    return made.withLock { $0.sorted() }
  }

  private func summary(of report: CaptionCorpusReport) throws -> CountSummary {
    try report.check(badRatioMax: badRatioMax)
    for sample in report.samples.prefix(3) {
      observer.note(.warning, "a row is left out: \(sample.detail)", [:])
    }
    var summary = CountSummary(parsing: parsing)
    summary.inputs = report.files.map { file in
      CountedInput(
        name: DurableFile.directoryAndName(of: file.path).name, sha256: file.digest?.hex ?? "",
        captions: file.captions, badRows: file.badRows)
    }
    summary.account.addUnread(report.rejections)
    return summary
  }

  /// What runs belong to: the files as they are, and how they are parsed.
  ///
  /// Standard input is never the same twice.
  private func jobDigest() throws -> String {
    var text = "\(parsing)\n\(limits.segmentCaptions)\n\(corpus.options)\n\(synonyms.count)\n"
    for source in corpus.sources {
      text += "\(source.path)\n\(source.format)\n"
      guard source.path != CaptionSource.standardInput else {
        text += "\(UUID())\n"
        continue
      }
      let facts = try? FileManager.default.attributesOfItem(atPath: source.path)
      let date = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      text += "\(facts?[.size] as? Int ?? 0) \(date)\n"
    }
    return SHA256Digest(of: Array(text.utf8)).hex
  }
}

/// How much is counted at a time; no limit changes the result.
struct CountingLimits: Sendable {
  /// Bytes of all workers' tables together.
  var tableBytes = 80 << 20
  /// Captions after which counting can be resumed.
  var segmentCaptions = 1 << 21
  /// Captions that a worker takes at a time.
  var batchCaptions = 512
}

/// `segment-<n>.json`: the runs of a finished segment of a job.
struct SegmentNote {
  private struct Content: Codable {
    var job: String
    var runs: [String]
  }

  let path: String

  /// The finished segment's runs, when it belongs to `job` and they are all there.
  func finished(job: String) -> [String]? {
    guard let bytes = try? readFile(path, bytesMax: 16 << 20),
      let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
      content.job == job, content.runs.allSatisfy(FileManager.default.fileExists)
    else { return nil }
    return content.runs
  }

  /// Removes the runs of a work folder that no note lists: their segment was not finished.
  static func removeUnlisted(in work: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: work)) ?? []
    var listed: Set<String> = []
    for name in names where name.hasPrefix("segment-") {
      guard let bytes = try? readFile("\(work)/\(name)", bytesMax: 16 << 20),
        let content = try? JSONDecoder().decode(Content.self, from: Data(bytes))
      else { continue }
      listed.formUnion(content.runs)
    }
    for name in names where name.hasPrefix("run-") && !listed.contains("\(work)/\(name)") {
      try? FileManager.default.removeItem(atPath: "\(work)/\(name)")
    }
  }

  func write(job: String, runs: [String]) throws {
    let bytes = Array(try JSONEncoder().encode(Content(job: job, runs: runs)))
    try DurableFile.replace(bytes, at: path)
  }
}
