import Codecs
import Foundation
import Inputs
import Pipeline

extension Dataset {
  /// The frozen list that `plan` was made with; nothing is looked at of the user's files.
  ///
  /// - Throws: `PipelineError.missingArtifact` without one, `.inputsChanged` for that of another
  ///   plan; `FileError` or `InputError` for one that cannot be read.
  func frozenList(of plan: Plan) throws -> FrozenList {
    guard FileManager.default.fileExists(atPath: inputs) else {
      throw PipelineError.missingArtifact(path: inputs, pass: "plan")
    }
    let list = try FrozenList(path: inputs)
    guard list.facts.listDigest.hex == plan.inputDigest, list.count == plan.images else {
      throw PipelineError.inputsChanged(
        path: inputs, what: "it belongs to another plan than \(self.plan)")
    }
    return list
  }
}
