import Concepts
import Foundation
import Inputs
import Pipeline
import Records
import Synchronization
import Testing

@testable import Labeling

/// Counting a corpus in small segments, with tables that are full after a few captions.
struct CorpusCounterTests {
  /// Names every word of a caption; asks for a stop at the caption that it is told.
  private final class WordParser: CaptionParsing {
    let parsed = Atomic<Int>(0)
    let stop: StopFlag
    let stopAfter: Int

    init(stop: StopFlag, stopAfter: Int = .max) {
      self.stop = stop
      self.stopAfter = stopAfter
    }

    func mentions(in caption: String) -> ParsedCaption {
      if parsed.wrappingAdd(1, ordering: .relaxed).newValue == stopAfter { stop.request(signal: 2) }
      return ParsedCaption(
        mentions: caption.split(separator: " ").map {
          ConceptMention(concept: String($0), surface: String($0), start: 0, end: 1)
        })
    }

    func analyse(_ caption: String) -> CaptionAnalysis {
      CaptionAnalysis(tokens: [], phrases: [], parsed: mentions(in: caption))
    }
  }

  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "pseudobox-corpus-\(UUID().uuidString)").path

  private func files() throws -> [String] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return try (0..<3).map { file in
      var text = ""
      for line in 0..<(200 + 50 * file) {
        text += "\(line / 3 + 60 * file).jpg\tword\(line * line % 23) thing\(line % 31) x\(line)\n"
      }
      let path = "\(folder)/\(file).tsv"
      try Data(text.utf8).write(to: URL(filePath: path))
      return path
    }
  }

  private func counter(
    _ files: [String], _ parser: WordParser, threads: Int, tableBytes: Int = 20_000
  ) throws -> CorpusCounter {
    var counter = CorpusCounter(
      corpus: try CaptionCorpus(paths: files), parser: parser, parsing: "words", synonyms: [:],
      work: folder + "/work", runner: UnitRunner(threads: threads, stop: parser.stop),
      observer: .silent, badRatioMax: 0)
    counter.limits = CountingLimits(
      tableBytes: tableBytes, segmentCaptions: 100, batchCaptions: 7)
    return counter
  }

  private func bytes(_ counts: CountSources, _ name: String) throws -> Data {
    try counts.write(to: "\(folder)/\(name)", scratch: "\(folder)/scratch")
    return try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
  }

  @Test func `workers, segments and full tables change no byte`() async throws {
    let files = try files()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var expected: Data?
    for (threads, tableBytes) in [(1, 1 << 24), (1, 9_000), (2, 20_000), (8, 40_000)] {
      let counter = try counter(
        files, WordParser(stop: StopFlag()), threads: threads, tableBytes: tableBytes)
      let found = try bytes(try await counter.count(), "all-\(threads)-\(tableBytes)")
      #expect(found == expected ?? found, "\(threads) threads, \(tableBytes) bytes")
      expected = found
      counter.removeWork()
      #expect(!FileManager.default.fileExists(atPath: counter.work))
    }
  }

  @Test func `a count that was stopped goes on behind the last finished segment`() async throws {
    let files = try files()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = WordParser(stop: StopFlag(), stopAfter: 350)
    await #expect(throws: Interrupted.self) {
      try await self.counter(files, first, threads: 1).count()
    }
    let second = WordParser(stop: StopFlag())
    let resumed = try await counter(files, second, threads: 1).count()
    let found = try bytes(resumed, "resumed")
    #expect(second.parsed.load(ordering: .relaxed) == 750 - 300)
    try FileManager.default.removeItem(atPath: folder + "/work")
    let whole = WordParser(stop: StopFlag())
    #expect(try bytes(try await counter(files, whole, threads: 2).count(), "whole") == found)
    #expect(whole.parsed.load(ordering: .relaxed) == 750)
  }

  @Test func `a count that fails before a segment is done leaves no folder`() async throws {
    _ = try files()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // A quote that is never closed in a json document: the file ends in the middle.
    let path = "\(folder)/bad.json"
    try Data("[{\"caption\":\"a dog\"},{\"caption\":".utf8).write(to: URL(filePath: path))
    var broken = try counter([path], WordParser(stop: StopFlag()), threads: 2)
    #expect(FileManager.default.fileExists(atPath: folder))
    await #expect(throws: InputError.self) { try await broken.count() }
    #expect(!FileManager.default.fileExists(atPath: broken.work))
    #expect(FileManager.default.fileExists(atPath: folder))
    // Nor the folder of a pool that was made for it.
    broken = CorpusCounter(
      corpus: broken.corpus, parser: broken.parser, parsing: "words", synonyms: [:],
      work: folder + "/pool/.counting", runner: broken.runner, observer: .silent, badRatioMax: 0)
    await #expect(throws: InputError.self) { try await broken.count() }
    #expect(!FileManager.default.fileExists(atPath: folder + "/pool"))
  }

  @Test func `progress tells captions, and how many there will be`() async throws {
    let files = try files()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let told = Mutex<[ProgressEvent]>([])
    let stop = StopFlag()
    var counter = CorpusCounter(
      corpus: try CaptionCorpus(paths: files), parser: WordParser(stop: stop), parsing: "words",
      synonyms: [:], work: folder + "/work", runner: UnitRunner(threads: 1, stop: stop),
      observer: RunObserver(
        progressInterval: 0, progress: { event in told.withLock { $0.append(event) } },
        note: { _, _, _ in }), badRatioMax: 0)
    counter.limits = CountingLimits(tableBytes: 1 << 20, segmentCaptions: 100, batchCaptions: 50)
    _ = try await counter.count()
    let events = told.withLock { $0 }
    #expect(events.last?.done == 750 && events.last?.total == 750 && events.last?.isLast == true)
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.done <= $1.done })
    #expect(events.allSatisfy { $0.total >= $0.done && $0.noun == "captions" })
    // Captions of a job that was done before are skipped, and told.
    told.withLock { $0 = [] }
    _ = try await counter.count()
    #expect(told.withLock { $0.last?.done } == 750)
    #expect(told.withLock { $0.last?.rate } == 0)
  }

  @Test func `files are counted in the order of their names, whatever the arguments'`() throws {
    let files = try files()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try CorpusOrder.sorted(files.reversed()) == files)
    try FileManager.default.createDirectory(
      atPath: folder + "/a", withIntermediateDirectories: true)
    let other = folder + "/a/1.tsv"
    try Data("other.jpg\tother\n".utf8).write(to: URL(filePath: other))
    let sorted = try CorpusOrder.sorted([files[1], other])
    #expect(try CorpusOrder.sorted([other, files[1]]) == sorted)
  }
}
