import Codecs
import Foundation
import Pipeline
import Records
import ShardStore

/// Tries rejected images again: units with an image whose file has changed since are made anew.
///
/// A unit's next generation is published as a whole in `regions/.next` and then renamed over the
/// old one, after the labels made of that one are gone: whenever this is killed, a unit has its old
/// shard or its new one, and labels either fit it or are missing. A good image that has changed or
/// gone since keeps its unit as it was: nothing is ever lost by trying.
struct RetryPass {
  let dataset: Dataset
  let regions: RegionsPass

  private var next: String { "\(dataset.regions)/.next" }
  /// Its lock says that somebody is at it.
  private static let lockName = "retry"

  /// The units of `plan` worth trying, with what is known of them; nothing is written.
  func look(
    _ plan: Plan, _ shards: FinishedShards, _ inputs: LabelingInputs, _ stop: StopFlag
  ) throws -> RetryOutcome {
    var outcome = RetryOutcome()
    for unit in plan.units {
      guard let reader = try shards.reader(of: unit) else { continue }
      var changed = 0
      for index in 0..<reader.count where reader.isRejected(at: index) {
        try stop.check()
        outcome.rejected += 1
        let record = try reader.regionRecord(at: index, includesEmbeddings: false)
        if try hasChanged(record, in: inputs) { changed += 1 }
      }
      outcome.changed += changed
      if changed > 0 { outcome.units.append(unit.index) }
    }
    return outcome
  }

  /// Whether the file of a rejected image is another one now; equal bytes are rejected again.
  private func hasChanged(_ record: RegionRecord, in inputs: LabelingInputs) throws -> Bool {
    switch try inputs.read(record.key) {
    case .success(let bytes): SHA256Digest(of: bytes).bytes != record.digest
    case .failure(let rejection):
      record.digest.isEmpty ? rejection.reason != record.rejection?.reason : true
    }
  }

  /// Makes the units anew and puts those that are better in their places.
  func run(
    _ plan: Plan, _ shards: FinishedShards, _ inputs: LabelingInputs, _ models: LabelingModels,
    _ observer: RunObserver, labelSet: String?, dropsOtherLabels: Bool
  ) async throws -> RetryOutcome {
    var outcome = try look(plan, shards, inputs, regions.runner.stop)
    guard !outcome.units.isEmpty else { return outcome }
    outcome.otherLabelSets = try otherLabelSets(with: outcome.units, than: labelSet)
    guard dropsOtherLabels || outcome.otherLabelSets.isEmpty else {
      throw PipelineError.otherLabelSets(path: dataset.labels, names: outcome.otherLabelSets)
    }
    let (use, lock) = try begin()
    defer { withExtendedLifetime(use) { lock.discard() } }
    let units = outcome.units.map { plan.units[$0] }
    let meter = observer.meter("retry", "images", total: units.images)
    _ = try await regions.make(units, in: next, shards, inputs, models, meter, observer)
    meter.finish()
    for unit in units {
      guard let old = try shards.reader(of: unit) else { continue }
      let path = "\(next)/\(ShardName(unit: unit.index))"
      let new = try ShardReader(path: path)
      if let reason = try reasonToKeep(old, against: new) {
        outcome.kept[unit.index] = reason
        try FileManager.default.removeItem(atPath: path)
        continue
      }
      let rejected = { (reader: ShardReader) in (0..<reader.count).count(where: reader.isRejected) }
      outcome.mended += rejected(old) - rejected(new)
      try replace(unit, by: path)
      outcome.replaced.append(unit.index)
    }
    lock.discard()
    try FileManager.default.removeItem(atPath: next)
    return outcome
  }

  /// An empty folder for the next generation, which nobody takes away, with a lock.
  private func begin() throws -> (FolderUse, DurableFile) {
    let folders = try [dataset.regions, next] + dataset.labelSets.map(dataset.labelSet)
    for folder in folders where FileManager.default.fileExists(atPath: folder) {
      let writers = try StaleFiles(in: folder, foreignAge: 3600).entries.filter { $0.keeper != nil }
      if let writer = writers.first {
        throw PipelineError.beingWritten(path: "\(folder)/\(writer.name)")
      }
    }
    if FileManager.default.fileExists(atPath: next) {
      guard let old = try FolderRemoval(next) else {
        throw PipelineError.beingWritten(path: next)
      }
      try old.remove()
    }
    let use = try FolderUse(next, makesFolder: true)
    return (use, try DurableFile(directory: next, name: Self.lockName))
  }

  /// Why the old shard must stay: a good image of it would be lost or another one.
  private func reasonToKeep(_ old: ShardReader, against new: ShardReader) throws -> String? {
    for index in 0..<old.count where !old.isRejected(at: index) {
      let before = try old.regionRecord(at: index, includesEmbeddings: false)
      let now = try new.regionRecord(at: index, includesEmbeddings: false)
      if let rejection = now.rejection {
        return "\(before.key) was good and is not any more: \(rejection.detail)"
      }
      if before.digest != now.digest { return "the file of \(before.key) has changed" }
    }
    let better = (0..<old.count).contains { old.isRejected(at: $0) && !new.isRejected(at: $0) }
    return better ? nil : "its images are rejected again"
  }

  private func replace(_ unit: WorkUnit, by path: String) throws {
    let name = ShardName(unit: unit.index).text
    // Labels first: labels of other regions than those that are there must never be seen.
    try removeLabels(name)
    try DurableFile.move(path, over: "\(dataset.regions)/\(name)")
    // Again, for a worker that was labelling the old regions meanwhile.
    try removeLabels(name)
  }

  private func otherLabelSets(with units: [Int], than own: String?) throws -> [String] {
    try dataset.labelSets.filter { set in
      set != own
        && units.contains { unit in
          FileManager.default.fileExists(
            atPath: "\(dataset.labelSet(set))/\(ShardName(unit: unit))")
        }
    }
  }

  private func removeLabels(_ name: String) throws {
    for set in try dataset.labelSets {
      try DurableFile.remove("\(dataset.labelSet(set))/\(name)")
    }
  }
}
