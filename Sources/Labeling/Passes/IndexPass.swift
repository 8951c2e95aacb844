import Concepts
import Pipeline
import ShardStore

/// The index over all shards, derived from them and rebuilt at will.
struct IndexPass {
  let dataset: Dataset
  let runner: UnitRunner
  /// Whether every record is read again, whatever index is there.
  let isForced: Bool

  func run(
    _ pool: EmbeddedPool, _ labels: LabelSet, _ observer: RunObserver
  ) async throws -> IndexOutcome {
    let sources = dataset.indexSources(labelSet: labels.name, concepts: pool.pool.concepts)
    let summary = try await DatasetIndex.build(
      path: dataset.index, from: sources, takesOver: !isForced,
      threads: runner.threads, stop: runner.stop)
    guard summary.outcome != .unchanged else { return .alreadyThere }
    observer.note(.info, "index: \(dataset.index)", ["how": summary.outcome.rawValue])
    return .built
  }
}
