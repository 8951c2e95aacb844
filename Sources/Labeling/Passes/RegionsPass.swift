import CLIP
import Codecs
import Foundation
import Inputs
import Pipeline
import Records
import ShardStore

/// Images to regions: decode ▸ propose ▸ crop ▸ embed; knows no concept pool.
struct RegionsPass {
  let settings: PipelineSettings
  let dataset: Dataset
  let runner: UnitRunner

  /// The pass's shards as `plan` says they must be.
  func shards(_ plan: Plan, _ models: LabelingModels) throws -> FinishedShards {
    try shards(plan, models: models.digests)
  }

  private func shards(_ plan: Plan, models: [String: SHA256Digest]) throws -> FinishedShards {
    guard let config = SHA256Digest(hex: plan.regionsDigest) else {
      throw PipelineError.unreadablePlan(path: dataset.plan, reason: "regions_digest is no SHA-256")
    }
    return FinishedShards(
      folder: dataset.regions, kind: .regions, configDigest: config,
      modelDigests: models, poolDigest: nil)
  }

  /// Whether all `units` have shards that fit `plan` and its frozen list.
  ///
  /// None of the user's files is looked at, and no model.
  func areDone(_ units: [WorkUnit], _ plan: Plan, _ list: FrozenList) throws -> Bool {
    let models = plan.models.compactMapValues { SHA256Digest(hex: $0) }
    let shards = try shards(plan, models: models)
    return try units.allSatisfy { unit in
      guard let reader = try shards.reader(of: unit) else { return false }
      try shards.check(reader, holds: list.images(in: unit.range)[...])
      return true
    }
  }

  /// Makes the shards of `selected` units that are not done, by default of all.
  ///
  /// A worker, which is given units, leaves what is about the whole to others: it clears no other
  /// worker's temporary files and does not judge how many images were rejected.
  func run(
    _ plan: Plan, units selected: [WorkUnit]? = nil, _ inputs: LabelingInputs,
    _ models: LabelingModels, _ observer: RunObserver
  ) async throws -> (shards: FinishedShards, report: StageReport) {
    let shards = try shards(plan, models)
    try PosixFileSystem().createDirectories(dataset.regions)
    if selected == nil { try DurableFile.removeStale(in: dataset.regions) }
    let units = selected ?? plan.units
    let (done, toDo) = try await shards.split(units, of: inputs, runner)
    for unit in toDo where inputs.unwalkedFolder != nil {
      try inputs.checkFiles(of: inputs.images(in: unit.range))
    }
    let meter = observer.meter(
      "regions", "images", total: units.images, alreadyDone: done.images)
    let report = try await make(
      toDo, in: dataset.regions, shards, inputs, models, meter, observer,
      isWorker: selected != nil)
    meter.finish()
    if selected == nil { try await checkRejections(plan, shards) }
    return (shards, report)
  }

  /// Makes the shards of `units` in `folder`; loads the models' weights if there is any.
  func make(
    _ units: [WorkUnit], in folder: String, _ shards: FinishedShards, _ inputs: LabelingInputs,
    _ models: LabelingModels, _ meter: ProgressMeter, _ observer: RunObserver,
    isWorker: Bool = false
  ) async throws -> StageReport {
    guard !units.isEmpty else { return StageReport() }
    let unitWork = try self.unitWork(inputs, models, meter, observer)
    let stats = UnitStats(folder: "\(dataset.stats)/regions")
    try stats.prepare(isWorker: isWorker)
    return try await runner.run(units) { unit in
      try stats.record(unit) {
        let writer = try ShardWriter(
          directory: folder, header: header(of: unit.index, shards, models))
        var report = try unitWork.write(inputs.images(in: unit.range), to: writer)
        report.count("bytes", try writer.finish().bytes)
        return report
      }
    }
  }

  /// Makes the shard of some images, as if they were a unit, to see what that takes, and tells how
  /// many of them are rejected.
  func probe(
    _ images: [InputImage], _ plan: Plan, _ inputs: LabelingInputs, _ models: LabelingModels
  ) throws -> (report: StageReport, rejected: Int) {
    let meter = RunObserver.silent.meter("regions", "images", total: images.count)
    let unitWork = try self.unitWork(inputs, models, meter, .silent)
    let writer = try ShardWriter(
      directory: dataset.regions, header: header(of: 0, shards(plan, models), models))
    var report = try unitWork.write(images, to: writer)
    report.count("bytes", try writer.finish().bytes)
    let shard = try ShardReader(path: "\(dataset.regions)/\(ShardName(unit: 0))")
    return (report, (0..<shard.count).count(where: shard.isRejected))
  }

  /// Loads proposers and the image tower.
  private func unitWork(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ meter: ProgressMeter,
    _ observer: RunObserver
  ) throws -> RegionUnit {
    let sources = try models.sources()
    sources.owl.warn(observer)
    try PosixFileSystem().createDirectories(dataset.regions)
    try sources.owl.publishQueries(in: dataset.regions)
    try runner.stop.check()
    return RegionUnit(
      store: inputs.store,
      orientation: settings.input.exifOrientation.rule,
      sources: sources, encoder: try models.encoder(),
      stop: runner.stop, meter: meter)
  }

  private func header(
    of unit: Int, _ shards: FinishedShards, _ models: LabelingModels
  ) -> ShardHeader {
    shards.header(
      unit: unit, embeddingSize: models.teacher.embeddingSize,
      embedding: settings.provenance(of: models.teacher), proposals: settings.proposalProvenance)
  }

  /// Fails when more images than allowed are rejected, those of earlier runs included.
  private func checkRejections(_ plan: Plan, _ shards: FinishedShards) async throws {
    let counted = try await runner.run(plan.units) { unit in
      var report = StageReport()
      if let reader = try shards.reader(of: unit) {
        report.count("rejected", (0..<reader.count).count(where: reader.isRejected))
      }
      return report
    }
    let rejected = counted.counts["rejected"] ?? 0
    guard Double(rejected) > settings.input.maxBadRatio * Double(plan.images) else { return }
    throw PipelineError.tooManyRejected(
      images: plan.images, rejected: rejected, ratioMax: settings.input.maxBadRatio,
      samples: try rejectionSamples(plan, shards))
  }

  /// The first few rejected images, with the reasons.
  private func rejectionSamples(_ plan: Plan, _ shards: FinishedShards) throws -> [String] {
    var samples: [String] = []
    for unit in plan.units {
      guard let reader = try shards.reader(of: unit) else { continue }
      for index in 0..<reader.count where reader.isRejected(at: index) {
        let record = try reader.regionRecord(at: index)
        let why = record.rejection.map { "\($0.reason.rawValue): \($0.detail)" } ?? ""
        samples.append("\(record.key): \(why)")
        if samples.count == StageReport.samplesPerReason { return samples }
      }
    }
    return samples
  }
}
