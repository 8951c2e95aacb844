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
        orientation: settings.input.exifOrientation.rule,
        temperature: settings.labels.temperature, nearDistance: settings.report.nearDistance),
      images: inputs.images(in:), read: inputs.read,
      groundTruth: try inputs.groundTruth?.withSynonyms(of: settings), concepts: pool.pool.concepts,
      sources: sources)
    let units = plan.units.map { unit in
      let name = ShardName(unit: unit.index).text
      return DatasetReport.Unit(
        regions: "\(dataset.regions)/\(name)", labels: "\(labels.folder)/\(name)",
        images: unit.range)
    }
    let evaluation = try settings.report.evaluationImages.map { path in
      let list = try EvaluationList(path: path)
      return EvaluationImages(folder: list.folder, keys: list.keys)
    }
    let meter = observer.meter("report", "images", total: plan.images)
    let written = try report.write(
      units, facts: ReportFacts(result, pool), evaluation: evaluation, into: dataset.report,
      advance: {
        try stop.check()
        meter.advance()
      }, stopping: stop.check)
    meter.finish()
    if let doubt = written.report.duplicates.evaluation?.doubt {
      observer.note(.warning, "report.evaluation_images: \(doubt)", [:])
    }
    return written
  }
}
