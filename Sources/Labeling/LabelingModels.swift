import CLIP
import Codecs
import Records

/// The models of a run.
///
/// Their weights are loaded by the pass that needs them and let go behind it: a text tower, an image
/// tower and a detector together would double the memory of a run.
struct LabelingModels: Sendable {
  /// The frozen CLIP without its weights: its sizes and how its pixels are prepared.
  let teacher: CLIPModel
  /// Its tokenizer.
  let tokenizer: CLIPTokenizer
  /// SHA-256 of each model's files, by role: `teacher`, `proposals.0` and so on.
  let digests: [String: SHA256Digest]
  /// Digests of their files, for the workers of the plan.
  let knownFiles: KnownDigests

  /// Towers that were loaded with the digests.
  let ahead: TowersAhead

  private let settings: PipelineSettings
  private let inputs: LabelingInputs

  init(
    teacher: CLIPModel, tokenizer: CLIPTokenizer, digests: [String: SHA256Digest],
    knownFiles: KnownDigests, ahead: TowersAhead, settings: PipelineSettings,
    inputs: LabelingInputs
  ) {
    self.teacher = teacher
    self.tokenizer = tokenizer
    self.digests = digests
    self.knownFiles = knownFiles
    self.ahead = ahead
    self.settings = settings
    self.inputs = inputs
  }

  /// Loads the teacher's text tower.
  func textTeacher() throws -> CLIPModel {
    try ahead.takeText() ?? settings.regions.teacher.load(.text)
  }

  /// Loads the teacher's image tower with the way in which regions reach it.
  func encoder() throws -> RegionEncoder {
    try RegionEncoder(
      model: ahead.takeImage() ?? settings.regions.teacher.load(.image),
      mode: settings.regions.teacher.regionMode,
      batch: settings.regions.teacher.batch)
  }

  /// Loads the proposers; the chain behind them comes with them.
  func sources() throws -> RegionSources {
    try RegionSources(settings: settings, inputs: inputs)
  }
}
