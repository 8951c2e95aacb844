import ArgumentParser
import Codecs
import Concepts
import Exports
import Foundation
import Inputs
import Labeling
import Pipeline
import Records
import ShardStore

/// What an export is made from.
struct ExportInputOptions: ParsableArguments {
  @Option(
    name: .customLong("labels"),
    help: "The label set's name or the beginning of it; default: the one that the index shows.")
  var labelSet: String?

  @Option(
    help: "The pipeline file: says where images, captions and categories are.",
    completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String?

  @Option(help: "The folder of the images.", completion: .directory)
  var images: String?

  @Option(help: "A file of captions of the images.", completion: .file())
  var captions: String?

  @Option(
    help: ArgumentHelp(
      "COCO or LVIS json (or its list) whose categories the concepts are written as.",
      discussion: "Without it the concepts are the categories, with ids from 1."),
    completion: .file(extensions: ["json"]))
  var categories: String?

  /// The data set as exports see it, and the number of its images.
  ///
  /// - Throws: what is wrong with the data set or with the files that the options name.
  func source(_ folder: String, _ observer: RunObserver) throws -> (ExportSource, Int) {
    let dataset = Dataset(root: folder)
    let status = try DatasetStatus(root: folder, measures: false)
    let name = try labelSetName(dataset)
    for pass in status.passes where !pass.missing.isEmpty {
      let isNeeded = pass.folder == dataset.regions || name.map(dataset.labelSet) == pass.folder
      guard isNeeded, let unit = pass.missing.first else { continue }
      let path = "\(pass.folder)/\(ShardName(unit: unit.index))"
      throw PipelineError.missingArtifact(path: path, pass: "run")
    }
    var source = ExportSource(
      units: status.plan.units.map { unit in
        let shard = ShardName(unit: unit.index).text
        return ExportSource.Unit(
          regions: "\(dataset.regions)/\(shard)",
          labels: name.map { "\(dataset.labelSet($0))/\(shard)" })
      })
    if let name { try readLabelSet(name, dataset, into: &source) }
    try readInputs(dataset, into: &source, observer)
    return (source, status.plan.images)
  }

  /// The set that is asked for, or the index's, or the only one; `nil` when there is none.
  private func labelSetName(_ dataset: Dataset) throws -> String? {
    let sets = ((try? PosixFileSystem().entries(of: dataset.labels)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") }
    let shown = sets.joined(separator: ", ")
    if let labelSet {
      let fitting = sets.filter { $0.hasPrefix(labelSet) }
      guard fitting.count == 1 else {
        throw ValidationError(
          "--labels \(labelSet) fits \(fitting.count) label sets, expected 1 of \(shown)")
      }
      return fitting[0]
    }
    if sets.count < 2 { return sets.first }
    guard let current = try? DatasetIndex(path: dataset.index).facts()["label_set"],
      sets.contains(current)
    else {
      throw ValidationError("there are several label sets; choose with --labels one of \(shown)")
    }
    return current
  }

  private func readLabelSet(
    _ name: String, _ dataset: Dataset, into source: inout ExportSource
  ) throws {
    let folder = dataset.labelSet(name)
    let facts = "\(folder)/set.json"
    let labelSet = try LabelSetFacts(
      name: name, json: try readFile(facts, bytesMax: 1 << 26), path: facts)
    let path = "\(folder)/pool.tsv"
    let text = String(decoding: try readFile(path, bytesMax: 1 << 30), as: UTF8.self)
    source.labelSet = labelSet
    source.concepts = try ConceptPool(tsv: text, path: path).concepts
    if try EmbeddedPool.currentDigest(of: dataset)?.hex == labelSet.poolDigest {
      source.textEmbeddings = EmbeddedPool.embeddingsPath(of: dataset)
    }
  }

  private func readInputs(
    _ dataset: Dataset, into source: inout ExportSource, _ observer: RunObserver
  ) throws {
    let settings = try pipeline.map { try PipelineSettings.load(path: $0, overrides: []).input }
    if let settings {
      source.imageFolder = settings.images
      let frozen = try LabelingInputs.frozen(in: dataset, settings)
      if let frozen, frozen.isInContainers {
        source.imageFolder = nil
        source.readImage = frozen.isPiped ? nil : frozen.read
      }
      let hasCaptions = settings.captions != nil || settings.captionsFormat == .archive
      if captions == nil, hasCaptions {
        let inputs = try frozen ?? LabelingInputs.read(settings, observer: observer)
        source.captions = Self.captions(try inputs.images(in: 0..<inputs.count))
      }
      if categories == nil, let truth = settings.groundTruth {
        try Self.readCategories(truth, into: &source)
      }
    }
    if let images {
      source.imageFolder = images
      source.readImage = nil
    }
    if let captions {
      guard let format = CaptionSource.Format(fileName: captions) else {
        throw InputError.unknownFormat(path: captions, expected: "json, jsonl, tsv, csv or txt")
      }
      let list = try InputList.read(
        images: nil, captions: [CaptionSource(path: captions, format: format)])
      source.captions = Self.captions(list.images)
    }
    if let categories { try Self.readCategories(categories, into: &source) }
    if !source.categories.isEmpty {
      try settings?.split(&source.categories, of: "the categories") {
        observer.note(.warning, $0, [:])
      }
    }
  }

  private static func readCategories(_ path: String, into source: inout ExportSource) throws {
    let file = try CategorySource(path: path).contents()
    (source.categories, source.imageIDs) = (file.categories, file.imageIDs)
  }

  private static func captions(_ images: [InputImage]) -> [ImageKey: [String]] {
    Dictionary(images.map { ($0.key, $0.captions) }, uniquingKeysWith: { first, _ in first })
  }
}
