import Codecs
import Concepts
import Kernels
import Pairing
import Pipeline
import Records
import ShardStore

/// Regions and concepts to labels: cosine ▸ top-K ▸ image labels ▸ class boxes.
struct LabelsPass {
  let settings: PipelineSettings
  let dataset: Dataset
  let runner: UnitRunner

  /// How the names of the pool are found in an image's captions.
  private func imageLabels(_ names: [String]) throws -> @Sendable ([String]) -> [ImageLabel] {
    switch settings.labels.match {
    case .phrase:
      let matcher = ConceptMatcher(
        names: names, synonyms: try synonyms(), model: try captionModel())
      return { matcher.labels(of: $0) }
    case .substring:
      let matcher = SubstringMatcher(names: names.map { [$0] })
      return { matcher.labels(of: $0) }
    }
  }

  private func captionModel() throws -> CaptionModel {
    try settings.concepts.captionModel.map(CaptionModel.init(path:)) ?? .standard
  }

  /// What the pool counts as one is one here too: `a sofa` labels an image with `couch`.
  private func synonyms() throws -> [String: String] {
    var rules = ConceptRules()
    rules.synonyms = try ConceptList.synonyms(ofFile: settings.concepts.synonymsFile)
    return rules.canonicalNames(mergesKnown: settings.concepts.mergeSynonyms)
  }

  /// Makes the label set's folder with what explains it, so that workers may begin.
  func prepare(
    _ inputs: LabelingInputs, _ pool: EmbeddedPool, _ regions: FinishedShards
  ) throws -> LabelSet {
    let shards = try self.shards(inputs, pool, regions)
    let use = try FolderUse(shards.folder, makesFolder: true)
    try DurableFile.removeStale(in: shards.folder)
    let files = LabelSetFiles(folder: shards.folder)
    try files.publish(pool: pool.pool, provenance(pool, inputs, regions))
    return labelSet(shards, use)
  }

  /// Makes the label shards of `selected` units that are not done, by default of all.
  ///
  /// A worker, which is given units, throws `PipelineError.labelSetNotPlanned` when nobody has
  /// prepared the set: its settings are not those that the others work with.
  func run(
    _ plan: Plan, units selected: [WorkUnit]? = nil, _ inputs: LabelingInputs,
    _ pool: EmbeddedPool, _ regions: FinishedShards, _ observer: RunObserver
  ) async throws -> LabelSet {
    let shards = try self.shards(inputs, pool, regions)
    let files = LabelSetFiles(folder: shards.folder)
    let own = provenance(pool, inputs, regions)
    if selected != nil { try files.requirePlanned(own, in: dataset) }
    // From here on nobody takes the set away; a set that went a moment ago is no longer planned.
    let use = try FolderUse(shards.folder, makesFolder: selected == nil)
    if selected == nil {
      try DurableFile.removeStale(in: shards.folder)
    } else {
      try files.requirePlanned(own, in: dataset)
    }
    // It lies there with its lock from the first unit to the last: the set is being written.
    let lock = try files.begin()
    let units = selected ?? plan.units
    let (done, toDo) = try await shards.split(units, of: inputs, runner)
    let meter = observer.meter("labels", "images", total: units.images, alreadyDone: done.images)
    if !toDo.isEmpty {
      let label = try await labeller(inputs, pool, observer)
      let stats = self.stats(shards)
      try stats.prepare(isWorker: selected != nil)
      let work = LabelUnit(
        shards: shards, regions: regions, embeddingSize: pool.embeddings.columns, label: label,
        stop: runner.stop, meter: meter)
      _ = try await runner.run(toDo) { unit in
        try stats.record(unit) { try work.write(inputs.images(in: unit.range), of: unit) }
      }
    }
    meter.finish()
    if !toDo.isEmpty, selected == nil { tellTime(plan, shards, observer) }
    if selected == nil { try files.publish(pool: pool.pool, own, lock) } else { lock.discard() }
    return labelSet(shards, use)
  }

  /// Name of the set that these settings make of these regions.
  func name(
    _ inputs: LabelingInputs, _ pool: EmbeddedPool, _ regions: FinishedShards
  ) throws -> String {
    labelSet(try shards(inputs, pool, regions)).name
  }

  private func labelSet(_ shards: FinishedShards, _ use: FolderUse? = nil) -> LabelSet {
    LabelSet(
      name: String(shards.folder.suffix(12)), folder: shards.folder,
      keepProbability: Float(settings.labels.keepProbability), use: use)
  }

  /// How an image's regions are labelled.
  private func labeller(
    _ inputs: LabelingInputs, _ pool: EmbeddedPool, _ observer: RunObserver
  ) async throws -> RegionLabeller {
    let pairing = RegionPairing(
      concepts: pool.embeddings, count: settings.labels.topConcepts,
      temperature: Float(settings.labels.temperature), classBoxes: classBoxes,
      classScores: try await classScores(pool.pool.names, observer))
    let classes = ImageClasses(names: pool.pool.names, synonyms: try synonyms())
    classes.tell(inputs.classes, observer)
    return RegionLabeller(
      pairing: pairing, imageLabels: try imageLabels(pool.pool.names), classes: classes)
  }

  private func stats(_ shards: FinishedShards) -> UnitStats {
    UnitStats(folder: "\(dataset.stats)/labels/\(shards.folder.suffix(12))")
  }

  /// Says what the set cost beside its regions, in seconds of one worker.
  private func tellTime(_ plan: Plan, _ shards: FinishedShards, _ observer: RunObserver) {
    guard let own = stats(shards).seconds(of: plan.units) else { return }
    var text = "label set \(shards.folder.suffix(12)): \(Self.rounded(own)) s of work"
    let regions = UnitStats(folder: "\(dataset.stats)/regions").seconds(of: plan.units)
    if let regions, own > 0 {
      text +=
        "; the regions pass took \(Self.rounded(regions)) s, "
        + "\(Self.rounded(regions / own)) times as much"
    }
    observer.note(.info, text, [:])
  }

  private static func rounded(_ value: Double) -> Double {
    (value * 100).rounded() / 100
  }

  private func provenance(
    _ pool: EmbeddedPool, _ inputs: LabelingInputs, _ regions: FinishedShards
  ) -> LabelSetProvenance {
    func lines(_ pass: PipelineSettings.Pass) -> [String] {
      settings.canonicalText(of: pass).split(separator: "\n").map(String.init)
    }
    return LabelSetProvenance(
      captionsDigest: inputs.captionsDigest.hex, models: regions.modelDigests.mapValues(\.hex),
      poolDigest: pool.digest.hex, regionsDigest: regions.configDigest.hex,
      settings: ["labels": lines(.labels), "regions": lines(.regions)])
  }

  /// What the regions' own detectors give the pool's names, for a rule that asks for it.
  private func classScores(
    _ names: [String], _ observer: RunObserver
  ) async throws -> RegionPairing.ClassScores? {
    guard let rule = classBoxes?.rule, rule.needsClassScores else { return nil }
    let scorer = try await ClassScorer.load(
      names, for: settings.regions.proposals,
      asker: "labels.class_boxes.rule \(rule.rawValue)", runner: runner, observer: observer)
    return { record, concepts in scorer.scores(record, texts: concepts.map { Int($0) }) }
  }

  private var classBoxes: ClassBoxChooser? {
    let wanted = settings.labels.classBoxes
    guard wanted.perLabel > 0, let rule = ClassBoxRule(rawValue: wanted.rule.rawValue) else {
      return nil
    }
    return ClassBoxChooser(
      perLabel: wanted.perLabel, rule: rule, scoreMin: Float(wanted.scoreMin),
      leavingOut: annotatedSources)
  }

  /// Sources of annotated boxes, unless there are no others: a label's pseudo box must be found.
  private var annotatedSources: Set<UInt8> {
    let annotated = settings.regions.proposals.indices.filter {
      if case .groundTruth = settings.regions.proposals[$0] { true } else { false }
    }
    guard annotated.count < settings.regions.proposals.count else { return [] }
    return Set(annotated.map(UInt8.init))
  }

  private func shards(
    _ inputs: LabelingInputs, _ pool: EmbeddedPool, _ regions: FinishedShards
  ) throws -> FinishedShards {
    let merged = try synonyms().map { "\($0.key) \($0.value)\n" }.sorted().joined()
    let own =
      (try captionModel().digest.map { "caption model \($0)\n" } ?? "")
      + (merged.isEmpty ? "" : "synonyms \(SHA256Digest(of: Array(merged.utf8)))\n")
    let text = """
      algorithm \(LabelingPipeline.algorithm)
      captions \(inputs.captionsDigest)
      pool \(pool.digest)
      regions \(regions.configDigest)
      models \(regions.modelDigests.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
      \(own)\(settings.canonicalText(of: .labels))
      """
    let digest = SHA256Digest(of: Array(text.utf8))
    return FinishedShards(
      folder: dataset.labelSet(String(digest.hex.prefix(12))), kind: .labels, configDigest: digest,
      modelDigests: [:],
      poolDigest: pool.digest)
  }
}
