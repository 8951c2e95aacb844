import Codecs
import Concepts
import Foundation
import Pipeline
import ShardStore

/// The index over all shards, derived from them and rebuilt at will.
struct IndexPass {
  let dataset: Dataset
  /// Whether an index that seems to fit is made again all the same.
  let isForced: Bool

  func run(
    _ plan: Plan, _ pool: EmbeddedPool, _ labels: LabelSet, _ observer: RunObserver
  ) throws -> IndexOutcome {
    let facts = [
      "input_digest": plan.inputDigest, "regions_digest": plan.regionsDigest,
      "pool_digest": pool.digest.hex, "label_set": labels.name, "units": "\(plan.units.count)",
    ]
    // An index that cannot be opened is only a cache gone bad: it is made again.
    if !isForced, FileManager.default.fileExists(atPath: dataset.index),
      let found = try? DatasetIndex(path: dataset.index).facts(),
      facts.allSatisfy({ found[$0.key] == $0.value })
    {
      return .alreadyThere
    }
    try DatasetIndex.build(
      path: dataset.index,
      from: IndexSources(
        regions: dataset.regions, labels: labels.folder, concepts: pool.pool.concepts,
        facts: facts))
    observer.note(.info, "index: \(dataset.index)", [:])
    return .built
  }
}
