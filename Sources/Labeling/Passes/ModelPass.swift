import CLIP
import Codecs
import Foundation
import Inputs
import Kernels
import Pipeline
import Records
import Synchronization

/// Describes the models and digests their files, before anything is planned around them.
struct ModelPass {
  let settings: PipelineSettings
  let dataset: Dataset
  let runner: UnitRunner

  /// Where there is no plan yet, the models' weights are looked at, so that damaged ones are told
  /// before hours of a pool, and `towers` of the teacher may be loaded at once.
  func load(
    _ inputs: LabelingInputs, ahead towers: CLIPTowers
  ) async throws -> LabelingModels {
    let regions = settings.regions
    let teacher = try regions.teacher.load([])
    try teacher.check(regions.teacher.regionMode)
    let isPlanned = FileManager.default.fileExists(atPath: dataset.plan)
    var folders = [(role: "teacher", path: regions.teacher.model)]
    for (index, source) in regions.proposals.enumerated() {
      if let model = source.model { folders.append(("proposals.\(index)", model)) }
    }
    var known = try OWLSources.queryDigests(of: regions.proposals)
    for file in inputs.proposalFiles { known["proposals.\(file.source)"] = file.report.digest }
    let digests = Mutex(known)
    let knownFiles = KnownDigests(stats: dataset.stats)
    let ahead = TowersAhead()
    let tokenizer = Mutex<CLIPTokenizer?>(nil)
    // Digests take longest and come first; the other workers load meanwhile.
    var parts: [@Sendable () throws -> Void] = folders.map { role, path in
      {
        let digest = try CheckpointFolder(path: path).digest(knownFiles)
        digests.withLock { $0[role] = digest }
      }
    }
    parts.append {
      let made = try CLIPTokenizer(folder: regions.teacher.model, for: teacher)
      tokenizer.withLock { $0 = made }
    }
    if !isPlanned {
      parts.append { [settings] in _ = try RegionSources(settings: settings, inputs: inputs) }
      parts += ahead.parts(towers, of: regions.teacher)
    }
    _ = try await runner.run(WorkUnit.covering(parts.count, each: 1)) { [parts] unit in
      try parts[unit.index]()
      return StageReport()
    }
    FreedMemory.giveBack()
    guard let tokenizer = tokenizer.withLock({ $0 }) else {
      preconditionFailure("the runner runs each unit or throws")
    }
    return LabelingModels(
      teacher: teacher, tokenizer: tokenizer, digests: digests.withLock { $0 },
      knownFiles: knownFiles, ahead: ahead, settings: settings, inputs: inputs)
  }
}
