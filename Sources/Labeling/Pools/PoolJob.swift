import CLIP
import Codecs
public import Concepts
import Foundation
public import Inputs
import Kernels
public import Pipeline

/// A concept pool made of caption files alone, without images or a pipeline file.
///
///     corpora ──▶ count ──▶ partial pool ─┐
///                   └──────────────────────┴─▶ select ──▶ folder of the pool
///
/// Partial pools of shards or machines merge to the bytes of one run over all files.
public struct PoolJob: Sendable {
  /// How pools are selected from counts.
  public var rules: ConceptRules
  /// Whether names that mean the same are counted as one.
  public var mergesSynonyms = false
  /// What the rules' own parser has learned.
  public var captionModel = CaptionModel.standard
  /// Folder of a CLIP model that embeds the pool; `nil` for a pool of names alone.
  public var model: String?
  /// The phrases in which names are embedded.
  public var templates = PromptTemplates.photo
  /// Whether embeddings are made unit vectors before their mean is taken.
  public var normalizesBeforeMean = false
  /// How names are found in captions, when not by the rules' own parser: a name for the way, which
  /// parts of a pool must agree on, and its parser.
  public var parser: (mode: String, parser: any CaptionParsing)?
  /// Share of bad rows above which counting fails.
  public var badRatioMax = 0.01
  /// The user's own files that the pool depends on, by what they are (`synonyms_file`); `pool.json`
  /// tells their names beside the digests of what they hold.
  public var ownFiles: [String: String] = [:]

  private let runner: UnitRunner
  private let observer: RunObserver

  /// Creates a job on `threads` workers.
  public init(rules: ConceptRules, threads: Int, stop: StopFlag, observer: RunObserver) {
    self.rules = rules
    self.runner = UnitRunner(threads: threads, stop: stop)
    self.observer = observer
  }

  /// Counts caption files and writes a partial pool.
  ///
  /// - Throws: `InputError`, `FileError`, or `Interrupted`; what was counted is kept then.
  public func writePartial(
    of paths: [String], format: CaptionSource.Format?, options: CaptionOptions, to path: String
  ) async throws {
    let counter = try counter(paths, format, options, work: path + ".counting")
    let counts = try await counter.count()
    try counts.write(to: path, scratch: counter.work + "/level")
    counter.removeWork()
    observer.note(.info, "counted \(counts.summary.account.captions) captions", [:])
  }

  /// Counts caption files and writes the pool's folder.
  ///
  /// - Throws: As `writePartial`; `PipelineError.emptyPool`.
  public func build(
    of paths: [String], format: CaptionSource.Format?, options: CaptionOptions,
    into folder: String
  ) async throws -> ConceptPool {
    let counter = try counter(paths, format, options, work: folder + "/.counting")
    let counts = try await counter.count()
    let pool = try await select(counts, scratch: counter.work, into: folder)
    counter.removeWork()
    return pool
  }

  /// Joins partial pools and writes the pool's folder.
  ///
  /// - Throws: `ConceptError`, `FileError`, `PipelineError.emptyPool`.
  public func merge(partials paths: [String], into folder: String) async throws -> ConceptPool {
    let counts = try CountSources(partials: paths)
    let scratch = folder + "/.counting"
    try PosixFileSystem().createDirectories(scratch)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    return try await select(counts, scratch: scratch, into: folder)
  }

  /// Joins partial pools to one.
  ///
  /// - Throws: `ConceptError` or `FileError`.
  public func merge(partials paths: [String], toPartial path: String) throws {
    let counts = try CountSources(partials: paths)
    warnOfRepeats(counts)
    let scratch = path + ".counting"
    try PosixFileSystem().createDirectories(scratch)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    try counts.write(to: path, scratch: scratch + "/level")
  }

  private func counter(
    _ paths: [String], _ format: CaptionSource.Format?, _ options: CaptionOptions, work: String
  ) throws -> CorpusCounter {
    // Opened once before anything is sorted by contents, for the errors of missing files.
    _ = try CaptionCorpus(paths: paths, format: format, options: options)
    let corpus = try CaptionCorpus(
      paths: try CorpusOrder.sorted(paths), format: format, options: options)
    return CorpusCounter(
      corpus: corpus, parser: parser?.parser ?? CaptionParser(rules: rules, model: captionModel),
      parsing: rules.parsingText(
        mode: parser?.mode, mergesSynonyms: mergesSynonyms, model: captionModel),
      synonyms: rules.canonicalNames(mergesKnown: mergesSynonyms), work: work, runner: runner,
      observer: observer, badRatioMax: badRatioMax)
  }

  private func warnOfRepeats(_ counts: CountSources) {
    for name in counts.repeatedInputs {
      observer.note(.warning, "\(name) was counted more than once", [:])
    }
  }

  private func select(
    _ counts: CountSources, scratch: String, into folder: String
  ) async throws -> ConceptPool {
    warnOfRepeats(counts)
    let pool = try ConceptPool(counts: counts, rules: rules, scratch: scratch + "/level")
    guard !pool.concepts.isEmpty else {
      throw PipelineError.emptyPool(of: pool, paths: [], isCounted: true)
    }
    var provenance = ["tool": LabelingPipeline.toolVersion]
    for (role, path) in ownFiles {
      provenance[role] = DurableFile.directoryAndName(of: path).name
    }
    var embeddings: Matrix?
    if let model {
      let teacher = try CLIPModel(folder: model, towers: .text)
      let embedding = PoolEmbedding(
        teacher: teacher,
        tokenizer: try CLIPTokenizer(folder: model, contextLength: teacher.context),
        templates: templates, averaging: normalizesBeforeMean ? .normalizedMean : .rawMean,
        runner: runner)
      embeddings = try await embedding.embed(pool.names, observer)
      provenance["teacher_digest"] = try CheckpointFolder(path: model).digest().hex
      provenance["averaging"] = normalizesBeforeMean ? "normalized_mean" : "raw_mean"
    }
    try PosixFileSystem().createDirectories(folder)
    try DurableFile.removeStale(in: folder)
    let json = pool.provenanceJSON(
      rules: rules, templates: model == nil ? nil : templates, provenance: provenance)
    for (name, bytes) in PoolFiles.contents(of: pool, embeddings, provenanceJSON: json) {
      try DurableFile.replace(bytes, at: "\(folder)/\(name)")
    }
    return pool
  }
}
