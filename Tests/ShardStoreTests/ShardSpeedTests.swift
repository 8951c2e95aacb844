import Codecs
import Foundation
import Records
import ShardStore
import Testing

/// Prints the speed of writing and reading one unit.
///
/// `PSEUDOBOX_MEASURE=1 swift test -c release -Xswiftc -enable-testing --filter ShardSpeedTests`
struct ShardSpeedTests {
  static let isMeasuring = ProcessInfo.processInfo.environment["PSEUDOBOX_MEASURE"] == "1"

  @Test(.enabled(if: isMeasuring)) func `speed of one unit of 1024 images`() throws {
    let folder = TemporaryFolder()
    var random = SeededGenerator(seed: 1)
    // Normal values over a power of two, like embeddings: exponents repeat, fractions do not.
    let sample = Samples.regionRecord(0, regions: 20, embeddingSize: 512, &random)
    let values = (0..<21 * 512).map { _ in
      let parts = (0..<12).map { _ in Float.random(in: 0..<1, using: &random) }
      return Float16(parts.reduce(-6, +))
    }
    let records = (0..<1024).map { ordinal in
      var record = sample
      record.key = Samples.key(ordinal)
      record.embeddings = Array(values[(ordinal * 7)...] + values[..<(ordinal * 7)])
      return record
    }
    let raw = Double(records.count * (21 * 512 * 2 + 20 * 25)) / 1e6
    for _ in 0..<3 {
      let clock = ContinuousClock()
      var path = ""
      var bytes = 0
      let writing = try clock.measure {
        let summary = try Samples.write(
          records, header: Samples.header(.regions, embeddingSize: 512), to: folder.path)
        (path, bytes) = (summary.path, summary.bytes)
      }
      let reader = try ShardReader(path: path)
      var regions = 0
      let reading = try clock.measure {
        for index in 0..<reader.count { regions += try reader.regionRecord(at: index).boxes.count }
      }
      let thin = try clock.measure {
        for index in 0..<reader.count {
          regions += try reader.regionRecord(at: index, includesEmbeddings: false).boxes.count
        }
      }
      #expect(regions == 2 * 20 * 1024)
      func speed(_ time: Duration) -> Int { Int(raw / (time / .seconds(1))) }
      print(
        "raw \(Int(raw)) MB, ratio \(raw * 1e6 / Double(bytes)), MB/s: write \(speed(writing)),",
        "read \(speed(reading)), read without embeddings \(speed(thin))")
      try FileManager.default.removeItem(atPath: path)
    }
  }
}
