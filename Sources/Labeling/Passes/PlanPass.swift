import CLIP
import Codecs
import Kernels
import Pipeline

/// Freezes the plan on the first run and holds every later run to it.
struct PlanPass {
  let settings: PipelineSettings
  let dataset: Dataset

  func freeze(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ observer: RunObserver
  ) throws -> Plan {
    var plan = Plan(
      tool: LabelingPipeline.toolVersion, images: inputs.images.count,
      unitImages: settings.plan.unitImages, inputDigest: inputs.listDigest.hex,
      regionsDigest: regionsDigest(inputs).hex,
      embedding: settings.provenance(of: models.teacher), proposals: settings.proposalProvenance,
      models: models.digests.mapValues(\.hex),
      kernels: KernelLevel.current.family)
    let precision = PrecisionPass(settings: settings)
    precision.warnIfSlow(models.teacher, observer)
    try PosixFileSystem().createDirectories(dataset.root)
    try DurableFile.removeStale(in: dataset.root)
    if let frozen = try PlanFile(path: dataset.plan).read() {
      let differences = plan.differences(from: frozen)
      guard differences.isEmpty else {
        throw PipelineError.planChanged(path: dataset.plan, differences: differences)
      }
      if frozen.kernels != plan.kernels {
        observer.note(
          .warning,
          "the data set was begun with other arithmetic: the last bits of embeddings may differ",
          ["planned": frozen.kernels, "now": plan.kernels])
      }
      return frozen
    }
    plan.measured = try precision.measure(inputs.images, models, observer)
    try PlanFile(path: dataset.plan).publish(plan)
    return plan
  }

  /// What the bytes of region shards depend on besides list and models.
  private func regionsDigest(_ inputs: LabelingInputs) -> SHA256Digest {
    var text = "algorithm = \(LabelingPipeline.algorithm)\n"
    text += settings.canonicalText(of: .regions)
    for source in settings.regions.proposals {
      if case .groundTruth = source, let truth = inputs.groundTruth {
        text += "ground truth = \(GroundTruthDigest.digest(truth))\n"
      }
    }
    return SHA256Digest(of: Array(text.utf8))
  }
}
