internal import Concepts
internal import Inputs
internal import Pipeline
internal import Records

/// Measures the caption parser and the counting of what it finds, on one thread.
///
/// The captions are in memory before anything is measured: reading files is another subject.
public struct CaptionBenchmark: Sendable {
  private let file: String
  private let images: [InputImage]
  private let parser: CaptionParser
  private let startSeconds: Double

  /// Captions between two measurements: little enough that what was parsed stays in the cache.
  private static let slice = 1024

  /// Reads at most `limit` captions of a file of any format that a pipeline takes.
  ///
  /// Throws `InputError`.
  public init(file: String, limit: Int = .max) throws {
    var reader = try CaptionCorpus(paths: [file]).reader()
    var texts: [String] = []
    var batch: [CorpusCaption] = []
    while texts.count < limit, try reader.next(Self.slice, into: &batch) {
      texts += batch.map(\.text)
    }
    self.file = file
    images = texts.prefix(limit).enumerated().map { index, text in
      InputImage(key: ImageKey("line:\(index)"), imageID: UInt64(index), captions: [text])
    }
    guard !images.isEmpty else { throw BenchmarkError.noCaptions(path: file) }
    var made: CaptionParser?
    startSeconds =
      Elapsed.measuring {
        let parser = CaptionParser()
        // The first caption pays for tables that are made when they are needed.
        _ = parser.mentions(in: "A man rides a brown horse.")
        made = parser
      }.wall
    guard let made else { preconditionFailure("made above") }
    parser = made
  }

  /// Captions that were read.
  public var count: Int { images.count }

  /// Parses and counts every caption once; the figures are those of this round alone.
  public func round() -> Round {
    var builder = ConceptPoolBuilder(rules: ConceptRules())
    var result = Round()
    for start in stride(from: 0, to: images.count, by: Self.slice) {
      let slice = images[start..<min(start + Self.slice, images.count)]
      var parsed: [[ParsedCaption]] = []
      parsed.reserveCapacity(slice.count)
      result.parsing +=
        Elapsed.measuring {
          for image in slice { parsed.append(image.captions.map(parser.mentions)) }
        }.wall
      result.counting +=
        Elapsed.measuring {
          for (image, found) in zip(slice, parsed) { builder.add(image, parsed: found) }
        }.wall
      for found in parsed.joined() {
        result.mentions += found.mentions.count
        if found.rejection != nil { result.rejected += 1 }
      }
    }
    return result
  }

  /// Measures `rounds` rounds after one that does not count.
  public func run(rounds: Int) -> CaptionFigures {
    precondition(rounds > 0)
    _ = round()
    let results = (0..<rounds).map { _ in round() }
    let count = Double(images.count)
    return CaptionFigures(
      file: file, captions: images.count, rounds: rounds, startSeconds: startSeconds,
      parsedPerSecond: Spread(results.map { count / $0.parsing }),
      countedPerSecond: Spread(results.map { count / $0.counting }),
      bothPerSecond: Spread(results.map { count / ($0.parsing + $0.counting) }),
      mentions: results[0].mentions, rejected: results[0].rejected,
      peakBytes: ProcessMemory.peakBytes, machine: Machine.current)
  }

  /// What one pass over all captions took and found.
  public struct Round: Hashable, Sendable, Codable {
    /// Seconds of parsing.
    public var parsing = 0.0
    /// Seconds of counting.
    public var counting = 0.0
    /// Mentions of concepts.
    public var mentions = 0
    /// Captions that gave a rejection.
    public var rejected = 0
  }
}
