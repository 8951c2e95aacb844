import Codecs
import Concepts
import Inputs
import Pipeline
import Records
import Synchronization

/// Fewest images in a part of the list, which are also those held at a time, and most parts.
///
/// Every part is counted in a table of its own, which is kept: names come again and again, so few
/// large tables take less memory than many small ones. The pool is the same for any cut.
private let imagesPerPart = 1024
private let partsMax = 64

/// What a pool is made of: a ready one, a corpus of its own, or the captions of the images.
extension ConceptsPass {
  /// The pool, not yet embedded.
  func pool(
    _ inputs: LabelingInputs, _ rules: ConceptRules, _ model: CaptionModel, _ observer: RunObserver
  ) async throws -> ConceptPool {
    if let path = settings.concepts.pool { return try ConceptList.pool(ofFile: path) }
    if !settings.concepts.corpus.isEmpty { return try await count(rules, model, observer) }
    return try await parse(inputs, rules, model, observer)
  }

  /// A digest of the contents that the pool is made of.
  func sourceDigest(_ inputs: LabelingInputs) throws -> String {
    let paths = settings.concepts.pool.map { [$0] } ?? settings.concepts.corpus
    guard !paths.isEmpty else { return inputs.captionsDigest.hex }
    let kind = settings.concepts.pool == nil ? "corpus" : "pool"
    let lines = try CorpusOrder.sorted(paths).map { path in
      "\(DurableFile.directoryAndName(of: path).name) \(try SHA256Digest(ofFile: path).hex)\n"
    }
    return SHA256Digest(of: Array((kind + "\n" + lines.joined()).utf8)).hex
  }

  private func count(
    _ rules: ConceptRules, _ model: CaptionModel, _ observer: RunObserver
  ) async throws -> ConceptPool {
    let work = dataset.concepts + "/.counting"
    let counter = CorpusCounter(
      corpus: try CaptionCorpus(paths: try CorpusOrder.sorted(settings.concepts.corpus)),
      parser: parser(rules, model),
      parsing: rules.parsingText(
        mode: settings.concepts.mode == .concepts ? nil : settings.concepts.mode.rawValue,
        mergesSynonyms: settings.concepts.mergeSynonyms, model: model),
      synonyms: rules.canonicalNames(mergesKnown: settings.concepts.mergeSynonyms), work: work,
      runner: runner, observer: observer,
      badRatioMax: settings.input.maxBadRatio)
    let counts = try await counter.count()
    let pool = try ConceptPool(counts: counts, rules: rules, scratch: work + "/level")
    counter.removeWork()
    return pool
  }

  private func parser(_ rules: ConceptRules, _ model: CaptionModel) -> any CaptionParsing {
    let base = CaptionParser(rules: rules, model: model)
    switch settings.concepts.mode {
    case .concepts: return base
    case .regionclip: return RegionCLIPParser(parser: base)
    case .phrases: return PhraseParser(parser: base)
    case .ngram: return NGramParser()
    }
  }

  private func parse(
    _ inputs: LabelingInputs, _ rules: ConceptRules, _ model: CaptionModel, _ observer: RunObserver
  ) async throws -> ConceptPool {
    let meter = observer.meter("concepts", "images", total: inputs.count)
    let parser = self.parser(rules, model)
    let synonyms = rules.canonicalNames(mergesKnown: settings.concepts.mergeSynonyms)
    let whole = Mutex(ConceptPoolBuilder(rules: rules))
    let units = Mutex(
      WorkUnit.covering(
        inputs.count, each: max(imagesPerPart, inputs.count / partsMax))[...])
    let stop = runner.stop
    try await StreamRunner(threads: runner.threads, stop: stop).run(
      next: { units.withLock { $0.popFirst() } },
      work: { unit in
        var builder = ConceptPoolBuilder(rules: rules, synonyms: synonyms)
        // A part may be millions of images: they are read a few at a time.
        let part = unit.range
        for first in stride(from: part.lowerBound, to: part.upperBound, by: imagesPerPart) {
          let range = first..<min(first + imagesPerPart, part.upperBound)
          for image in try inputs.images(in: range) {
            try stop.check()
            builder.add(image, parser: parser)
            meter.advance()
          }
        }
        return builder
      },
      emit: { part in whole.withLock { $0.merge(part) } })
    meter.finish()
    return whole.withLock { $0.finish() }
  }
}
