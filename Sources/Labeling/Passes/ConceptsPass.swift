import CLIP
import Codecs
import Concepts
import Inputs
import Kernels
import Pipeline
import Records
import Synchronization

/// Captions to concept pool: parse ▸ count ▸ filter ▸ embed text.
struct ConceptsPass {
  let settings: PipelineSettings
  let dataset: Dataset
  let runner: UnitRunner

  /// Images whose captions one worker parses at a time.
  private static let imagesPerUnit = 1024
  /// Concepts that one worker embeds at a time; the texts of a batch decide its last bits.
  ///
  /// Many, because what a template begins with is computed once for them; in small pools fewer, so
  /// that all workers have some.
  private static func conceptsPerUnit(_ count: Int) -> Int { min(128, max(8, count / 16)) }

  func run(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ observer: RunObserver
  ) async throws -> EmbeddedPool {
    let files = ConceptFiles(folder: dataset.concepts)
    let rules = try self.rules()
    let templates = self.templates
    let state = ConceptFiles.State(
      settings: settingsDigest(rules, templates).hex, captions: inputs.captionsDigest.hex,
      teacher: models.digests["teacher"]?.hex ?? "", captionCounts: [:], files: [:])
    if let finished = try files.finished(state) {
      observer.note(.info, "concepts: \(finished.pool.concepts.count) concepts, done already", [:])
      return finished
    }
    let pool = try await parse(inputs.images, rules, observer)
    guard !pool.concepts.isEmpty else {
      let accounting = pool.accounting
      let reasons =
        (accounting.rejections.map { ($0.key.rawValue, $0.value) }
        + accounting.droppedNames.map { ("names dropped by \($0.key.rawValue)", $0.value) })
        .filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }
        .map { "\($0.1) \($0.0)" }.joined(separator: ", ")
      throw PipelineError.emptyPool(captions: pool.accounting.captions, reasons: reasons)
    }
    let embeddings = try await embed(pool, templates, models, observer)
    let made = EmbeddedPool(
      pool: pool, embeddings: embeddings, captionCounts: Self.captionCounts(pool.accounting))
    let provenance = [
      "tool": LabelingPipeline.toolVersion, "captions_digest": state.captions,
      "teacher_digest": state.teacher, "averaging": settings.concepts.averaging.rawValue,
    ]
    try files.write(
      made,
      provenanceJSON: pool.provenanceJSON(
        rules: rules, templates: templates, provenance: provenance),
      state: state)
    return made
  }

  private func parse(
    _ images: [InputImage], _ rules: ConceptRules, _ observer: RunObserver
  ) async throws -> ConceptPool {
    let meter = observer.meter("concepts", "images", total: images.count)
    let parser = CaptionParser(rules: rules)
    let parts = Mutex<[Int: ConceptPoolBuilder]>([:])
    let units = WorkUnit.covering(images.count, each: Self.imagesPerUnit)
    let stop = runner.stop
    _ = try await runner.run(units) { unit in
      var builder = ConceptPoolBuilder(rules: rules)
      for image in images[unit.range] {
        try stop.check()
        builder.add(image, parser: parser)
        meter.advance()
      }
      parts.withLock { $0[unit.index] = builder }
      return StageReport()
    }
    meter.finish()
    return parts.withLock { parts in
      parts.sorted { $0.key < $1.key }
        .reduce(into: ConceptPoolBuilder(rules: rules)) { $0.merge($1.value) }.finish()
    }
  }

  private func embed(
    _ pool: ConceptPool, _ templates: PromptTemplates, _ models: LabelingModels,
    _ observer: RunObserver
  ) async throws -> Matrix {
    let names = pool.names
    let meter = observer.meter("text", "concepts", total: names.count)
    let encoder = TextEncoder(model: models.teacher, tokenizer: models.tokenizer)
    let averaging: TextEncoder.Averaging =
      settings.concepts.averaging == .rawMean ? .rawMean : .normalizedMean
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
    return Matrix(rows: names.count, columns: models.teacher.embeddingSize, values: rows)
  }

  private static func captionCounts(_ accounting: PoolAccounting) -> [String: Int] {
    var counts = ["mentions of concepts": accounting.mentions]
    for (reason, count) in accounting.rejections {
      counts["captions rejected: \(reason.rawValue)"] = count
    }
    return counts
  }

  private func rules() throws -> ConceptRules {
    let concepts = settings.concepts
    return ConceptRules(
      occurrencesMin: concepts.minOccurrences, imagesMin: concepts.minImages,
      conceptsMax: concepts.top,
      filters: Set(concepts.filters.compactMap { DropRule(rawValue: $0.rawValue) }),
      chains: ConceptRules.Chains(rawValue: concepts.chains.rawValue) ?? .collocations,
      added: try concepts.add + names(concepts.addFile),
      removed: try concepts.remove + names(concepts.removeFile))
  }

  private func names(_ path: String?) throws -> [String] {
    guard let path else { return [] }
    let text = String(decoding: try readFile(path, bytesMax: 64 << 20), as: UTF8.self)
    return ConceptPool(nameList: text).names
  }

  private var templates: PromptTemplates {
    switch settings.concepts.templates {
    case .named(let set):
      switch set {
      case .plain: return .plain
      case .photo: return .photo
      case .clip7: return .clip7
      case .regionclip81: return .regionclip81
      }
    case .own(let texts):
      guard let own = PromptTemplates(name: "own", templates: texts) else {
        preconditionFailure("templates are checked when the pipeline file is read")
      }
      return own
    }
  }

  private func settingsDigest(
    _ rules: ConceptRules, _ templates: PromptTemplates
  ) -> SHA256Digest {
    let lists = (rules.added + ["--"] + rules.removed).joined(separator: "\n")
    let text =
      "algorithm = \(LabelingPipeline.algorithm)\n" + settings.canonicalText(of: .concepts) + lists
      + "\n"
      + templates.templates.joined(separator: "\n")
    return SHA256Digest(of: Array(text.utf8))
  }
}
