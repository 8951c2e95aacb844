import Codecs
import Foundation
import Pipeline
import Records

/// Timings and counts of each unit, for people and dashboards; never part of any digest.
struct UnitStats {
  let folder: String

  /// What is kept of a finished unit.
  struct File: Codable, Sendable {
    let unit: Int
    let images: Int
    let counts: [String: Int]
    let rejections: [String: Int]
    /// Worker seconds of each step.
    let seconds: [String: Double]
    /// Seconds from the unit's beginning to its end; `nil` in files of earlier versions.
    let wallSeconds: Double?
    /// When it ended, in seconds since 1970.
    let finished: Double?
    let host: String?

    private enum CodingKeys: String, CodingKey {
      case unit, images, counts, rejections, seconds, finished, host
      case wallSeconds = "wall_seconds"
    }
  }

  /// Why a unit's last try failed; the file goes when a later try succeeds.
  struct Failure: Codable, Sendable {
    let unit: Int
    let error: String
    let host: String
    let process: Int32
    /// When it failed, in seconds since 1970.
    let time: Double
  }

  /// Makes the folder and clears what killed runs left in it, which a worker leaves to others.
  func prepare(isWorker: Bool) throws {
    try PosixFileSystem().createDirectories(folder)
    if !isWorker { try DurableFile.removeStale(in: folder) }
  }

  /// Runs `work` on `unit` and writes what it did, or why it failed unless it was stopped.
  func record(_ unit: WorkUnit, _ work: () throws -> StageReport) throws -> StageReport {
    let start = ContinuousClock.now
    do {
      let report = try work()
      try write(report, unit: unit, wallSeconds: (ContinuousClock.now - start).inSeconds)
      return report
    } catch let error as Interrupted {
      throw error
    } catch {
      // The unit's own error matters more than one of the note about it.
      try? publish(
        Failure(
          unit: unit.index, error: "\(error)", host: TemporaryName.thisHost,
          process: ProcessInfo.processInfo.processIdentifier, time: Date().timeIntervalSince1970),
        as: failureName(unit.index))
      throw error
    }
  }

  private func write(_ report: StageReport, unit: WorkUnit, wallSeconds: Double) throws {
    let rejections = report.rejections.map { ($0.key.rawValue, $0.value) }
    let file = File(
      unit: unit.index, images: unit.count, counts: report.counts,
      rejections: Dictionary(uniqueKeysWithValues: rejections), seconds: report.seconds,
      wallSeconds: wallSeconds, finished: Date().timeIntervalSince1970,
      host: TemporaryName.thisHost)
    try publish(file, as: name(unit.index))
    let failure = "\(folder)/\(failureName(unit.index))"
    if FileManager.default.fileExists(atPath: failure) {
      try? FileManager.default.removeItem(atPath: failure)
    }
  }

  private func publish(_ value: some Encodable, as name: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    try DurableFile.replace(bytes, at: "\(folder)/\(name)")
  }

  private func name(_ unit: Int) -> String { "unit-\(unit).json" }
  private func failureName(_ unit: Int) -> String { "failed-\(unit).json" }

  /// What is known of a finished unit; `nil` when nothing is.
  func file(of unit: Int) -> File? { read(name(unit)) }

  /// The units whose last try failed.
  func failures() -> [Failure] {
    let names = (try? PosixFileSystem().entries(of: folder)) ?? []
    return names.filter { $0.hasPrefix("failed-") }.compactMap { read($0) as Failure? }
      .sorted { $0.unit < $1.unit }
  }

  private func read<Value: Decodable>(_ name: String) -> Value? {
    guard let bytes = try? readFile("\(folder)/\(name)", bytesMax: 1 << 20) else { return nil }
    return try? JSONDecoder().decode(Value.self, from: Data(bytes))
  }

  /// Worker seconds that `units` took, all steps together; `nil` when a unit's are not known.
  func seconds(of units: [WorkUnit]) -> Double? {
    var sum = 0.0
    for unit in units {
      guard let file = file(of: unit.index) else { return nil }
      sum += file.seconds.values.reduce(0, +)
    }
    return sum
  }
}
