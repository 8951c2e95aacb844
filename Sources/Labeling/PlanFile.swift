import Codecs
import Foundation
import Pipeline

/// `plan.json`: written once, read by every later run.
struct PlanFile {
  let path: String

  /// The plan on disk, if there is one.
  func read() throws -> Plan? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let bytes = try readFile(path, bytesMax: 1 << 30)
    do {
      return try JSONDecoder().decode(Plan.self, from: Data(bytes))
    } catch {
      throw PipelineError.unreadablePlan(path: path, reason: "\(error)")
    }
  }

  /// Writes the plan; another process may have written the same one meanwhile.
  func publish(_ plan: Plan) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let bytes = Array(try encoder.encode(plan)) + [UInt8(ascii: "\n")]
    try DurableFile.publish(bytes, at: path)
  }
}
