import Concepts
import Foundation
import Inputs
import Pipeline
import Synchronization
import Testing

@testable import Labeling

struct CaptionFilterTests {
  private struct Output: Decodable {
    var id: String?
    var concepts: [String]?
    var spans: [[Int]]?
    var error: String?
  }

  private func run(_ text: String, threads: Int) async throws -> (
    output: String, counts: CaptionFilter.Counts
  ) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "filter")
    let file = folder.appending(path: "captions.jsonl")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = Mutex<[UInt8]>([])
    let filter = CaptionFilter(parser: ConceptMode.concepts.parser(), spansArePhrases: true)
    let counts = try await filter.run(
      path: file.path, on: StreamRunner(threads: threads, stop: StopFlag())
    ) { bytes in output.withLock { $0 += bytes } }
    return (String(decoding: output.withLock { $0 }, as: UTF8.self), counts)
  }

  @Test func `each line is answered, in order, the same for any number of threads`() async throws {
    let lines = (0..<2_500).map { number in
      switch number % 7 {
      case 3: "{\"id\":\"\(number)\",\"caption\":7}"
      case 5: "not json"
      default: "{\"id\":\"\(number)\",\"caption\":\"a dog \\ud83d\\ude00 and a café in \(number)\"}"
      }
    }
    let text = lines.joined(separator: "\n\n")
    let one = try await run(text, threads: 1)
    for threads in [2, 5] {
      let other = try await run(text, threads: threads)
      #expect(other.output == one.output && other.counts == one.counts)
    }
    let answers = one.output.split(separator: "\n")
    #expect(answers.count == lines.count)
    #expect(one.counts.lines == lines.count)
    #expect(one.counts.badLines == lines.indices.count { $0 % 7 == 3 || $0 % 7 == 5 })
    for (number, line) in answers.enumerated() {
      let answer = try JSONDecoder().decode(Output.self, from: Data(line.utf8))
      switch number % 7 {
      case 3: #expect(answer.id == "\(number)" && answer.error != nil)
      case 5: #expect(answer.id == nil && answer.error != nil)
      default:
        #expect(answer.id == "\(number)")
        #expect(answer.concepts?.contains("dog") == true)
        #expect(answer.spans?.contains([12, 18]) == true)
      }
    }
    #expect(one.counts.samples.count == 5)
    #expect(one.counts.samples[0].contains(":7:"), "\(one.counts.samples[0])")
    #expect(try await run("", threads: 2).counts.lines == 0)
  }
}
