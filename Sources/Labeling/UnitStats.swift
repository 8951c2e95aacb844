import Codecs
import Foundation
import Pipeline
import Records

/// Timings and counts of each unit, for people and dashboards; never part of any digest.
struct UnitStats {
  let folder: String

  private struct File: Codable {
    let unit: Int
    let images: Int
    let counts: [String: Int]
    let rejections: [String: Int]
    let seconds: [String: Double]
  }

  /// Makes the folder and clears what killed runs left in it.
  func prepare() throws {
    try PosixFileSystem().createDirectories(folder)
    try DurableFile.removeStale(in: folder)
  }

  func write(_ report: StageReport, unit: WorkUnit) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let rejections = report.rejections.map { ($0.key.rawValue, $0.value) }
    let file = File(
      unit: unit.index, images: unit.count, counts: report.counts,
      rejections: Dictionary(uniqueKeysWithValues: rejections), seconds: report.seconds)
    let bytes = Array(try encoder.encode(file)) + [UInt8(ascii: "\n")]
    try DurableFile.replace(bytes, at: "\(folder)/unit-\(unit.index).json")
  }

  /// Worker seconds that `units` took, all steps together; `nil` when a unit's are not known.
  func seconds(of units: [WorkUnit]) -> Double? {
    var sum = 0.0
    for unit in units {
      guard let bytes = try? readFile("\(folder)/unit-\(unit.index).json", bytesMax: 1 << 20),
        let file = try? JSONDecoder().decode(File.self, from: Data(bytes))
      else { return nil }
      sum += file.seconds.values.reduce(0, +)
    }
    return sum
  }
}
