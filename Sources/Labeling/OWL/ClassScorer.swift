import Kernels
import Pipeline
import Proposals
import Records
import Synchronization

/// Scores of stored regions for texts, from the class sides that they keep.
struct ClassScorer: Sendable {
  /// Query embeddings `[texts, size]` by the number of the source whose model made them.
  let embeddings: [UInt8: Matrix]

  /// Embeds `names` in each scorable source's own sentence, or in `template`, on all workers.
  ///
  /// Throws `OWLSourceError.noClassEmbeddings` where no source keeps class sides, and what
  /// `OWLQueryEncoder` throws.
  static func load(
    _ names: [String], for proposals: [ProposalSource], template: String? = nil, asker: String,
    runner: UnitRunner, observer: RunObserver
  ) async throws -> ClassScorer {
    var embeddings: [UInt8: Matrix] = [:]
    for (number, source) in proposals.enumerated() {
      guard let (settings, kind) = source.owl, settings.storeClassEmbeddings else { continue }
      let encoder = try OWLQueryEncoder(folder: settings.model, kind: kind, source: number)
      let parts = Mutex<[Int: OWLQueryEncoder.Encoded]>([:])
      let units = WorkUnit.covering(names.count, each: 256)
      let stop = runner.stop
      _ = try await runner.run(units) { unit in
        try stop.check()
        let encoded = try encoder.encode(
          names: Array(names[unit.range]), template: template ?? settings.template)
        parts.withLock { $0[unit.index] = encoded }
        return StageReport()
      }
      let all = parts.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
      embeddings[UInt8(number)] = Matrix(
        rows: names.count, columns: encoder.embeddingSize,
        values: all.flatMap(\.embeddings.values))
      let truncated = all.reduce(0) { $0 + $1.truncated }
      if truncated > 0 {
        observer.note(
          .warning,
          "\(truncated) texts are longer than the \(encoder.context) tokens of "
            + "regions.proposals.\(number) and were cut", [:])
      }
    }
    guard !embeddings.isEmpty else { throw OWLSourceError.noClassEmbeddings(asker: asker) }
    return ClassScorer(embeddings: embeddings)
  }

  /// Scores in 0...1 of an image's regions for some of the texts, `[regions, texts]`; NaN for regions
  /// that keep no class side.
  func scores(_ record: RegionRecord, texts: [Int]) -> Matrix {
    var scores = Matrix(
      rows: record.boxes.count, columns: texts.count,
      values: Array(repeating: .nan, count: record.boxes.count * texts.count))
    guard let stored = record.classSides, !texts.isEmpty else { return scores }
    let sides = OWLClassSides(stored)
    for (source, all) in embeddings {
      let rows = stored.regions.indices.filter { record.sources[Int(stored.regions[$0])] == source }
      guard !rows.isEmpty else { continue }
      precondition(all.columns == stored.embeddingSize, "checked when the shard was opened")
      let logits = sides[rows].logits(OWLQueries(all.rows(texts)))
      for (row, side) in rows.enumerated() {
        let region = Int(stored.regions[side])
        for column in texts.indices { scores[region, column] = sigmoid(logits[row, column]) }
      }
    }
    return scores
  }
}
