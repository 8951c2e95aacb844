import CLIP
import Concepts
import Kernels
import Pipeline
import Synchronization

/// Embeds the names of a pool by a teacher's text tower, on all workers.
struct PoolEmbedding {
  let teacher: CLIPModel
  let tokenizer: CLIPTokenizer
  let templates: PromptTemplates
  let averaging: TextEncoder.Averaging
  let runner: UnitRunner

  /// Concepts that one worker embeds at a time; the texts of a batch decide its last bits.
  ///
  /// Many, because what a template begins with is computed once for them; in small pools fewer, so
  /// that all workers have some.
  private static func conceptsPerUnit(_ count: Int) -> Int { min(128, max(8, count / 16)) }

  /// Embeddings `[names, size]`.
  func embed(_ names: [String], _ observer: RunObserver) async throws -> Matrix {
    let meter = observer.meter("text", "concepts", total: names.count)
    let encoder = TextEncoder(model: teacher, tokenizer: tokenizer)
    let parts = Mutex<[Int: Matrix]>([:])
    let units = WorkUnit.covering(names.count, each: Self.conceptsPerUnit(names.count))
    let stop = runner.stop
    let report = try await runner.run(units) { unit in
      try stop.check()
      let result = encoder.encode(
        concepts: names[unit.range].map(PromptTemplates.cleaned), templates: templates.templates,
        averaging: averaging)
      parts.withLock { $0[unit.index] = result.matrix }
      meter.advance(by: unit.count)
      var report = StageReport()
      report.count("truncated texts", result.truncated.count)
      return report
    }
    meter.finish()
    if let truncated = report.counts["truncated texts"], truncated > 0 {
      observer.note(
        .warning, "prompts of \(truncated) concepts are longer than the tower reads and were cut",
        [:])
    }
    let rows = parts.withLock { $0.sorted { $0.key < $1.key }.flatMap(\.value.values) }
    return Matrix(rows: names.count, columns: teacher.embeddingSize, values: rows)
  }
}
