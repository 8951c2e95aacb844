import Pipeline

/// The index over all shards, derived from them and rebuilt at will.
struct IndexPass {
  let dataset: Dataset

  func run(
    _ plan: Plan, _ pool: EmbeddedPool, _ labels: LabelSet, _ observer: RunObserver
  ) throws -> IndexOutcome {
    .alreadyThere
  }
}
