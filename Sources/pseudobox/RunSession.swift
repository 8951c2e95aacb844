import Codecs
import Concepts
import Dispatch
import Inputs
import Labeling
import Pipeline
import Records
import Reports
import ShardStore

/// One invocation: the pipeline, who stops it, and who watches it.
struct RunSession {
  let pipeline: LabelingPipeline
  let stop: StopFlag
  let observer: RunObserver
  /// The signals that are watched as long as the session lives.
  let watches: [any DispatchSourceSignal]

  /// Runs all up to `pass`, or as a worker its units alone.
  func work(_ pass: LabelingPipeline.Pass, _ worker: WorkerOptions) async throws {
    guard let selection = try worker.selection() else {
      _ = try await pipeline.run(through: pass)
      return
    }
    try await StoppedWorker.rethrowing { try await pipeline.work(pass, on: selection) }
  }

  /// Writes the report of the finished data set; returns its numbers and the page's path.
  func writeReport(_ result: LabelingResult) throws -> (report: Reports.Report, page: String)? {
    guard let pool = result.pool, let labels = result.labels else { return nil }
    let (settings, inputs, plan, dataset) = (
      result.settings, result.inputs, result.plan, result.dataset
    )
    let sources = settings.regions.proposals.map { source in
      var isGroundTruth = false
      if case .groundTruth = source { isGroundTruth = true }
      return ReportSource(name: source.name, isGroundTruth: isGroundTruth)
    }
    let report = DatasetReport(
      settings: Reports.ReportSettings(
        title: settings.report.title, keepThreshold: labels.keepProbability,
        seed: UInt64(settings.report.seed), picturesPerKind: (settings.report.gallery + 3) / 4,
        orientation: settings.input.exifOrientation.rule),
      images: inputs.images, imageFolder: settings.input.images,
      groundTruth: inputs.groundTruth, concepts: pool.pool.concepts, sources: sources)
    let units = plan.units.map { unit in
      let name = ShardName(unit: unit.index).text
      return DatasetReport.Unit(
        regions: "\(dataset.regions)/\(name)", labels: "\(labels.folder)/\(name)",
        images: unit.range)
    }
    let meter = observer.meter("report", "images", total: plan.images)
    let written = try report.write(units, facts: facts(result, pool), into: dataset.report) {
      try stop.check()
      meter.advance()
    }
    meter.finish()
    return written
  }

  private func facts(_ result: LabelingResult, _ pool: EmbeddedPool) -> ReportFacts {
    let (settings, input, plan) = (result.settings, result.inputs.report, result.plan)
    var captions = [
      "captions read": input.captions, "captions used": input.captionsUsed,
      "captions without an image": input.captionsWithoutImage,
      "images without captions": input.imagesWithoutCaptions,
    ]
    captions.merge(pool.captionCounts) { _, new in new }
    var provenance = [
      "tool": LabelingPipeline.toolVersion, "kernels": plan.kernels,
      "pool digest": pool.digest.hex, "label set": result.labels?.name ?? "",
      "input list digest": plan.inputDigest, "pipeline file": settings.file,
    ]
    for (role, digest) in plan.models { provenance["model \(role)"] = digest }
    for (name, value) in plan.embedding ?? [:] { provenance["embedding \(name)"] = value }
    for (name, value) in plan.proposals ?? [:] { provenance["proposals \(name)"] = value }
    for file in result.inputs.proposalFiles {
      provenance["proposals file \(file.source)"] = file.report.summary
    }
    for (name, value) in plan.measured ?? [:] { provenance["measured \(name)"] = "\(value)" }
    return ReportFacts(
      captionCounts: captions,
      exposures: settings.modelNotes.map { ModelExposure(model: $0.model, classes: $0.classes) },
      provenance: provenance)
  }
}
