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

  /// What the pool is made from, and with which rules.
  private struct Making {
    let rules: ConceptRules
    let model: CaptionModel
    let state: ConceptFiles.State
  }

  /// `source` is the digest of what the pool is made of; `nil` reads it.
  private func making(
    _ inputs: LabelingInputs, _ models: LabelingModels, source: String? = nil
  ) throws -> Making {
    let rules = try self.rules(classes: Set(inputs.classes.keys))
    let model = try settings.concepts.captionModel.map(CaptionModel.init(path:)) ?? .standard
    return Making(
      rules: rules, model: model,
      state: ConceptFiles.State(
        settings: settingsDigest(rules, model, templates).hex,
        captions: try source ?? sourceDigest(inputs),
        teacher: models.digests["teacher"]?.hex ?? "", captionCounts: [:], files: [:]))
  }

  /// The finished pool; nothing is made, for workers.
  ///
  /// A corpus of the pool's own is not read again: its pool is frozen, and the label set's name
  /// depends on the pool alone.
  ///
  /// - Throws: `PipelineError.missingArtifact` without one, `planChanged` for that of other settings.
  func finished(_ inputs: LabelingInputs, _ models: LabelingModels) throws -> EmbeddedPool {
    let files = ConceptFiles(folder: dataset.concepts)
    let isOwn = settings.concepts.pool != nil || !settings.concepts.corpus.isEmpty
    return try files.required(
      making(inputs, models, source: isOwn ? files.source : nil).state)
  }

  func run(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ observer: RunObserver
  ) async throws -> EmbeddedPool {
    let files = ConceptFiles(folder: dataset.concepts)
    let making = try making(inputs, models)
    let (rules, model, state) = (making.rules, making.model, making.state)
    if let finished = try files.finished(state) {
      observer.note(.info, "concepts: \(finished.pool.concepts.count) concepts, done already", [:])
      return finished
    }
    let pool = try await self.pool(inputs, rules, model, observer)
    guard !pool.concepts.isEmpty else {
      let corpus = settings.concepts.corpus
      throw PipelineError.emptyPool(
        of: pool, paths: corpus.isEmpty ? [settings.input.captions].compactMap { $0 } : corpus)
    }
    let embeddings = try await embed(pool, templates, models, observer)
    FreedMemory.giveBack()
    let made = EmbeddedPool(
      pool: pool, embeddings: embeddings, captionCounts: Self.captionCounts(pool.accounting))
    var provenance = [
      "tool": LabelingPipeline.toolVersion, "captions_digest": state.captions,
      "teacher_digest": state.teacher, "averaging": settings.concepts.averaging.rawValue,
    ]
    for (role, path) in [
      ("synonyms_file", settings.concepts.synonymsFile),
      ("caption_model", settings.concepts.captionModel),
    ] {
      provenance[role] = path.map { DurableFile.directoryAndName(of: $0).name }
    }
    try files.write(
      made,
      provenanceJSON: pool.provenanceJSON(
        rules: rules, templates: templates, provenance: provenance),
      state: state)
    return made
  }

  private func embed(
    _ pool: ConceptPool, _ templates: PromptTemplates, _ models: LabelingModels,
    _ observer: RunObserver
  ) async throws -> Matrix {
    try await PoolEmbedding(
      teacher: try models.textTeacher(), tokenizer: models.tokenizer, templates: templates,
      averaging: settings.concepts.averaging == .rawMean ? .rawMean : .normalizedMean,
      runner: runner
    ).embed(pool.names, observer)
  }

  private static func captionCounts(_ accounting: PoolAccounting) -> [String: Int] {
    var counts = ["mentions of concepts": accounting.mentions]
    for (reason, count) in accounting.rejections {
      counts["captions rejected: \(reason.rawValue)"] = count
    }
    return counts
  }

  /// The rules of the pool; classes of images are names to add, unless a ready pool is used as it is.
  private func rules(classes: Set<String>) throws -> ConceptRules {
    let concepts = settings.concepts
    var rules = ConceptRules(
      occurrencesMin: concepts.minOccurrences, imagesMin: concepts.minImages,
      conceptsMax: concepts.top,
      filters: Set(concepts.filters.compactMap { DropRule(rawValue: $0.rawValue) }),
      chains: ConceptRules.Chains(rawValue: concepts.chains.rawValue) ?? .collocations,
      added: try concepts.add + ConceptList.names(ofFile: concepts.addFile)
        + classes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      removed: try concepts.remove + ConceptList.names(ofFile: concepts.removeFile))
    rules.removesSynonyms = concepts.removeSynonyms
    rules.removesKinds = concepts.removeKinds
    rules.synonyms = try ConceptList.synonyms(ofFile: concepts.synonymsFile)
    return rules
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
    _ rules: ConceptRules, _ model: CaptionModel, _ templates: PromptTemplates
  ) -> SHA256Digest {
    let lists = (rules.added + ["--"] + rules.removed).joined(separator: "\n")
    let text =
      "algorithm = \(LabelingPipeline.algorithm)\n" + settings.canonicalText(of: .concepts) + lists
      + "\n"
      + templates.templates.joined(separator: "\n")
      + rules.parsingText(mergesSynonyms: settings.concepts.mergeSynonyms, model: model)
    return SHA256Digest(of: Array(text.utf8))
  }
}
