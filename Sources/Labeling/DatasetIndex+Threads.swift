public import Pipeline
public import ShardStore

extension DatasetIndex {
  /// Builds the index on several threads: shards are read at once, rows inserted in order.
  ///
  /// - Throws: `IndexError`; `Interrupted` when a stop was requested, and the index stays as it was.
  @discardableResult
  public static func build(
    path: String, from sources: IndexSources, takesOver: Bool = false, threads: Int,
    stop: StopFlag
  ) async throws -> IndexSummary {
    try await build(path: path, from: sources, takesOver: takesOver) { steps in
      try await StreamRunner(threads: threads, stop: stop).run(
        next: { try steps.next() }, work: { try steps.decode($0) },
        emit: { try steps.insert($0) })
    }
  }
}
