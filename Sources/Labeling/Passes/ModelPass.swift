import CLIP
import Codecs
import Inputs
import Kernels
import Records

/// The models of a run, loaded once and shared by all workers.
struct LabelingModels: Sendable {
  /// The frozen CLIP.
  let teacher: CLIPModel
  /// The teacher with the way in which regions reach it.
  let encoder: RegionEncoder
  /// Its tokenizer.
  let tokenizer: CLIPTokenizer
  /// The proposers and the chain behind them.
  let sources: RegionSources
  /// SHA-256 of each model's weights, by role: `teacher`, `proposals.0` and so on.
  let digests: [String: SHA256Digest]
}

/// Loads the models and digests their files, before anything is planned around them.
struct ModelPass {
  let settings: PipelineSettings

  func load(_ inputs: LabelingInputs) throws -> LabelingModels {
    let folder = settings.regions.teacher.model
    let teacher = try CLIPModel(
      folder: folder, precision: settings.regions.teacher.precision == .int8 ? .int8 : .f32)
    let encoder = try RegionEncoder(
      model: teacher, mode: settings.regions.teacher.regionMode,
      batch: settings.regions.teacher.batch)
    let tokenizer = try CLIPTokenizer(folder: folder, for: teacher)
    var digests = ["teacher": try CheckpointFolder(path: folder).digest()]
    for (index, source) in settings.regions.proposals.enumerated() {
      if let model = source.model {
        digests["proposals.\(index)"] = try CheckpointFolder(path: model).digest()
      }
    }
    for file in inputs.proposalFiles { digests["proposals.\(file.source)"] = file.report.digest }
    let sources = try RegionSources(
      settings: settings.regions, orientation: settings.input.exifOrientation.rule,
      truth: inputs.groundTruth, files: inputs.proposalFiles)
    return LabelingModels(
      teacher: teacher, encoder: encoder, tokenizer: tokenizer, sources: sources, digests: digests)
  }
}
