public import Concepts
import Inputs
public import Pipeline
import Records
import Synchronization

/// Names the concepts of a stream of captions: JSON lines in, JSON lines out, in the same order.
///
/// Memory is a batch for each worker, whatever the length of the stream.
public struct CaptionFilter: Sendable {
  /// Lines that one worker parses at a time.
  static let linesPerBatch = 512

  private let parser: any CaptionParsing
  private let spansArePhrases: Bool
  private let showsEvidence: Bool

  /// What became of the lines.
  public struct Counts: Hashable, Sendable {
    /// Lines that are not blank.
    public var lines = 0
    /// Lines that were no JSON object with a caption.
    public var badLines = 0
    /// Captions without any concept.
    public var withoutConcept = 0
    /// Concepts named.
    public var concepts = 0
    /// The first bad lines: file, line, column, what was expected and found.
    public var samples: [String] = []

    /// Most samples kept.
    static let samplesMax = 5

    /// Creates counts of nothing.
    public init() {}

    /// Adds the counts of another file.
    public static func += (left: inout Counts, right: Counts) {
      left.lines += right.lines
      left.badLines += right.badLines
      left.withoutConcept += right.withoutConcept
      left.concepts += right.concepts
      left.samples += right.samples.prefix(samplesMax - left.samples.count)
    }
  }

  /// Creates a filter.
  ///
  /// - Parameters:
  ///   - parser: The mode.
  ///   - spansArePhrases: Whether `spans` are the base noun phrases; else one for each concept.
  ///   - showsEvidence: Whether each line also has `mentions` with span and surface form.
  public init(parser: any CaptionParsing, spansArePhrases: Bool, showsEvidence: Bool = false) {
    self.parser = parser
    self.spansArePhrases = spansArePhrases
    self.showsEvidence = showsEvidence
  }

  /// Reads a file to its end.
  ///
  /// - Parameters:
  ///   - path: The file, `-` for standard input.
  ///   - runner: Who works.
  ///   - emit: Takes whole lines as UTF-8, in order.
  /// - Returns: What became of the lines.
  /// - Throws: `InputError` when the file cannot be read to its end, and what `emit` throws.
  public func run(
    path: String, on runner: StreamRunner, emit: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws -> Counts {
    let reader = Mutex(try IdentifiedCaptionReader(path: path))
    let counts = Mutex(Counts())
    try await runner.run(
      next: { () -> [IdentifiedCaptionReader.Line]? in
        let lines = try reader.withLock { try $0.next(Self.linesPerBatch) }
        return lines.isEmpty ? nil : lines
      },
      work: { lines in
        var result = (bytes: [UInt8](), counts: Counts())
        for line in lines { append(line, to: &result.bytes, &result.counts) }
        return result
      },
      emit: { result in
        counts.withLock { $0 += result.counts }
        try emit(result.bytes)
      })
    return counts.withLock { $0 }
  }

  private func append(
    _ line: IdentifiedCaptionReader.Line, to bytes: inout [UInt8], _ counts: inout Counts
  ) {
    counts.lines += 1
    do throws(IdentifiedCaptionReader.Line.Problem) {
      let caption = try line.parsed()
      let parsed = parser.mentions(in: caption.text)
      counts.concepts += parsed.mentions.count
      if parsed.mentions.isEmpty { counts.withoutConcept += 1 }
      append(parsed, id: caption.id, to: &bytes)
    } catch {
      counts.badLines += 1
      if counts.samples.count < Counts.samplesMax { counts.samples.append(error.text) }
      bytes += Array("{\"id\":\(error.id),\"error\":".utf8)
      JSONString.append(error.text, to: &bytes)
      bytes += Array("}\n".utf8)
    }
  }

  private func append(_ parsed: ParsedCaption, id: String, to bytes: inout [UInt8]) {
    bytes += Array("{\"id\":\(id),\"concepts\":[".utf8)
    for (index, mention) in parsed.mentions.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      JSONString.append(mention.concept, to: &bytes)
    }
    bytes += Array("],\"spans\":[".utf8)
    let spans =
      spansArePhrases
      ? parsed.phrases.map { ($0.start, $0.end) } : parsed.mentions.map { ($0.start, $0.end) }
    bytes += Array(spans.map { "[\($0.0),\($0.1)]" }.joined(separator: ",").utf8)
    bytes.append(UInt8(ascii: "]"))
    if showsEvidence {
      bytes += Array(",\"mentions\":[".utf8)
      for (index, mention) in parsed.mentions.enumerated() {
        bytes += Array("\(index > 0 ? "," : ""){\"concept\":".utf8)
        JSONString.append(mention.concept, to: &bytes)
        bytes += Array(",\"start\":\(mention.start),\"end\":\(mention.end),\"surface\":".utf8)
        JSONString.append(mention.surface, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
      }
      bytes.append(UInt8(ascii: "]"))
    }
    if let rejection = parsed.rejection {
      bytes += Array(",\"rejected\":\"\(rejection.reason.rawValue)\"".utf8)
    }
    bytes += Array("}\n".utf8)
  }
}
