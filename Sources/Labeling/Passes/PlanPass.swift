import CLIP
import Codecs
import Kernels
import Pipeline

/// Freezes the plan on the first run and holds every later run to it.
struct PlanPass {
  let settings: PipelineSettings
  let dataset: Dataset

  /// The frozen plan, made and published when there is none.
  ///
  /// - Throws: `PipelineError.planChanged` when today's files give another plan than the frozen one.
  func freeze(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ observer: RunObserver
  ) throws -> Plan {
    let precision = PrecisionPass(settings: settings)
    precision.warnIfSlow(models.teacher, observer)
    try PosixFileSystem().createDirectories(dataset.root)
    try DurableFile.removeStale(in: dataset.root)
    var plan = plan(inputs, models)
    if let frozen = try PlanFile(path: dataset.plan).read() {
      let held = try hold(plan, to: frozen, observer)
      try inputs.freeze(in: dataset)
      return held
    }
    plan.measured = try precision.measure(inputs, models, observer)
    // The list lies there before the plan does: a plan without it would be of no use to workers.
    try inputs.freeze(in: dataset)
    try PlanFile(path: dataset.plan).publish(plan)
    return plan
  }

  /// The frozen plan, held to today's files; nothing is written.
  ///
  /// - Throws: `PipelineError.missingArtifact` when nothing was planned, `planChanged` as `freeze`.
  func check(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ observer: RunObserver
  ) throws -> Plan {
    try hold(plan(inputs, models), to: PlanFile(path: dataset.plan).frozen(), observer)
  }

  /// The plan that today's files give.
  func plan(_ inputs: LabelingInputs, _ models: LabelingModels) -> Plan {
    let lines = regionsLines(inputs)
    return Plan(
      tool: LabelingPipeline.toolVersion, images: inputs.count,
      unitImages: settings.plan.unitImages, inputDigest: inputs.listDigest.hex,
      regionsDigest: SHA256Digest(of: Array(lines.utf8)).hex,
      embedding: settings.provenance(of: models.teacher), proposals: settings.proposalProvenance,
      settings: lines.split(separator: "\n").map(String.init),
      models: models.digests.mapValues(\.hex), kernels: KernelLevel.current.family)
  }

  private func hold(_ plan: Plan, to frozen: Plan, _ observer: RunObserver) throws -> Plan {
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

  /// What the bytes of region shards depend on besides list and models, `key = value` on a line.
  private func regionsLines(_ inputs: LabelingInputs) -> String {
    var text = "algorithm = \(LabelingPipeline.algorithm)\n"
    text += settings.canonicalText(of: .regions)
    for source in settings.regions.proposals {
      if case .groundTruth = source, let truth = inputs.groundTruth {
        text += "ground truth = \(GroundTruthDigest.digest(truth))\n"
      }
    }
    return text
  }
}
