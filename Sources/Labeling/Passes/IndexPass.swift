import Concepts
import Pipeline
import ShardStore

/// The index over all shards, derived from them and rebuilt at will.
struct IndexPass {
  let dataset: Dataset
  /// Whether every record is read again, whatever index is there.
  let isForced: Bool

  func run(
    _ pool: EmbeddedPool, _ labels: LabelSet, _ observer: RunObserver
  ) throws -> IndexOutcome {
    let sources = dataset.indexSources(labelSet: labels.name, concepts: pool.pool.concepts)
    let summary = try DatasetIndex.build(
      path: dataset.index, from: sources, takesOver: !isForced)
    guard summary.outcome != .unchanged else { return .alreadyThere }
    observer.note(.info, "index: \(dataset.index)", ["how": summary.outcome.rawValue])
    return .built
  }
}
