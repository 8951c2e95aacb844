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
    guard let plan = try? JSONDecoder().decode(Plan.self, from: Data(bytes)) else {
      throw PipelineError.unreadablePlan(path: path, reason: "it was cut, edited or damaged")
    }
    var covered = 0
    let isWhole = plan.units.enumerated().allSatisfy { index, unit in
      guard unit.index == index, unit.first == covered, unit.count <= plan.images - covered else {
        return false
      }
      covered += unit.count
      return true
    }
    guard plan.version == Plan.currentVersion, isWhole, covered == plan.images else {
      throw PipelineError.unreadablePlan(path: path, reason: "its units do not cover its images")
    }
    return plan
  }

  /// The plan on disk.
  ///
  /// - Throws: `PipelineError.missingArtifact` when nothing was planned.
  func frozen() throws -> Plan {
    guard let plan = try read() else {
      throw PipelineError.missingArtifact(path: path, pass: "plan")
    }
    return plan
  }

  /// Writes the plan; another process may have written the same one meanwhile.
  func publish(_ plan: Plan) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let bytes = Array(try encoder.encode(plan)) + [UInt8(ascii: "\n")]
    try DurableFile.publish(bytes, at: path)
  }
}
