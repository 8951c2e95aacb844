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

  func load(_ inputs: LabelingInputs) async throws -> LabelingModels {
    let regions = settings.regions
    let teacher = try regions.teacher.load([])
    try teacher.check(regions.teacher.regionMode)
    let tokenizer = try CLIPTokenizer(folder: regions.teacher.model, for: teacher)
    let isPlanned = FileManager.default.fileExists(atPath: dataset.plan)
    var folders = [(role: "teacher", path: regions.teacher.model)]
    for (index, source) in regions.proposals.enumerated() {
      if let model = source.model { folders.append(("proposals.\(index)", model)) }
    }
    var known = try OWLSources.queryDigests(of: regions.proposals)
    for file in inputs.proposalFiles { known["proposals.\(file.source)"] = file.report.digest }
    let digests = Mutex(known)
    let knownFiles = KnownDigests(stats: dataset.stats)
    // One worker for each folder's digest, and one that looks for faults meanwhile.
    _ = try await runner.run(WorkUnit.covering(folders.count + 1, each: 1)) { [folders] unit in
      if unit.index < folders.count {
        let (role, path) = folders[unit.index]
        let digest = try CheckpointFolder(path: path).digest(knownFiles)
        digests.withLock { $0[role] = digest }
      } else if !isPlanned {
        try checkWeights(inputs)
      }
      return StageReport()
    }
    FreedMemory.giveBack()
    return LabelingModels(
      teacher: teacher, tokenizer: tokenizer, digests: digests.withLock { $0 },
      knownFiles: knownFiles, settings: settings, inputs: inputs)
  }

  /// Looks at what regions will need, so that damaged weights are told before hours of a pool.
  ///
  /// A teacher of 8-bit products is loaded when the plan is made anyway.
  private func checkWeights(_ inputs: LabelingInputs) throws {
    _ = try RegionSources(settings: settings, inputs: inputs)
    if settings.regions.teacher.precision == .f32 {
      try CLIPModel.check(folder: settings.regions.teacher.model, towers: .image)
    }
  }
}
