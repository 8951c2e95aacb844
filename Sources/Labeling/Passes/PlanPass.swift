import CLIP
import Codecs
import Kernels
import Pipeline

/// Freezes the plan on the first run and holds every later run to it.
struct PlanPass {
  let settings: PipelineSettings
  let dataset: Dataset
  let runner: UnitRunner

  /// The frozen plan, made and published when there is none.
  ///
  /// - Throws: `PipelineError.planChanged` when today's files give another plan than the frozen one.
  func freeze(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ observer: RunObserver
  ) async throws -> Plan {
    let precision = PrecisionPass(settings: settings, runner: runner)
    precision.warnIfSlow(models.teacher, observer)
    try PosixFileSystem().createDirectories(dataset.root)
    try DurableFile.removeStale(in: dataset.root)
    var plan = plan(inputs, models)
    if let frozen = try PlanFile(path: dataset.plan).read() {
      let held = try hold(plan, to: frozen, observer)
      try inputs.freeze(in: dataset)
      return held
    }
    plan.measured = try await precision.measure(inputs, models, observer)
    // The list lies there before the plan does: a plan without it would be of no use to workers.
    try inputs.freeze(in: dataset)
    try PlanFile(path: dataset.plan).publish(plan)
    return plan
  }

  /// Holds today's files and this program to the frozen plan, for workers; nothing is written.
  ///
  /// Unlike a run on one machine, a worker with other arithmetic is refused too: its shards would
  /// not be those of the others, and two workers with one unit would contradict each other.
  ///
  /// - Throws: `PipelineError.planChanged`.
  func check(_ inputs: LabelingInputs, _ models: LabelingModels, _ frozen: Plan) throws {
    let plan = plan(inputs, models)
    let differences = plan.differences(from: frozen) + Self.programDifferences(from: frozen)
    guard differences.isEmpty else {
      throw PipelineError.planChanged(path: dataset.plan, differences: differences)
    }
  }

  /// What this program and machine have other than those that made the plan.
  static func programDifferences(from frozen: Plan) -> [String] {
    var found: [String] = []
    if frozen.tool != LabelingPipeline.toolVersion {
      found.append("tool: planned \(frozen.tool), now \(LabelingPipeline.toolVersion)")
    }
    let family = KernelLevel.current.family
    if frozen.kernels != family {
      found.append(
        "kernels: planned \(frozen.kernels), now \(family); a better CPU can do the planned ones "
          + "with PSEUDOBOX_KERNELS=\(frozen.kernelLevel)")
    }
    return found
  }

  /// Whether the settings are those of the plan, as far as that is told without any input.
  func hasSettings(of frozen: Plan) -> Bool {
    func lines(_ all: [String]) -> [String] { all.filter { !$0.hasPrefix("ground truth = ") } }
    let own = lines(regionsLines(nil).split(separator: "\n").map(String.init))
    return frozen.settings.map(lines) == own && Self.programDifferences(from: frozen).isEmpty
      && frozen.units.first.map { $0.count == min(settings.plan.unitImages, frozen.images) } ?? true
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
  private func regionsLines(_ inputs: LabelingInputs?) -> String {
    var text = "algorithm = \(LabelingPipeline.algorithm)\n"
    text += settings.canonicalText(of: .regions)
    for source in settings.regions.proposals {
      if case .groundTruth = source, let truth = inputs?.groundTruth {
        text += "ground truth = \(GroundTruthDigest.digest(truth))\n"
      }
    }
    return text
  }
}
