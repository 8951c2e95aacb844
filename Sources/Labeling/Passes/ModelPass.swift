import CLIP
import Codecs
import Proposals

/// The models of a run, loaded once and shared by all workers.
struct LabelingModels: Sendable {
  /// The frozen CLIP.
  let teacher: CLIPModel
  /// Its tokenizer.
  let tokenizer: CLIPTokenizer
  /// SHA-256 of each model's weights, by role: `teacher`, `proposals.0` and so on.
  let digests: [String: SHA256Digest]
}

/// Loads the teacher and digests every model file.
struct ModelPass {
  let settings: PipelineSettings

  func load() throws -> LabelingModels {
    let folder = settings.regions.teacher.model
    let teacher = try CLIPModel(folder: folder)
    let tokenizer = try CLIPTokenizer(folder: folder, contextLength: teacher.context)
    var digests = ["teacher": try CheckpointFolder(path: folder).digest()]
    for (index, source) in settings.regions.proposals.enumerated() {
      if case .owlv2(let owl) = source {
        digests["proposals.\(index)"] = try CheckpointFolder(path: owl.model).digest()
      }
    }
    return LabelingModels(teacher: teacher, tokenizer: tokenizer, digests: digests)
  }
}
