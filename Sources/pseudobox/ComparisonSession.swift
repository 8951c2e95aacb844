import Codecs
import Concepts
import Foundation
import Inputs
import Labeling
import Pipeline
import Records
import Reports
import ShardStore

/// `pseudobox report --compare`: two label sets, and what is known of their images.
struct ComparisonSession {
  /// Paths of the two, as the user wrote them.
  let first: String
  let second: String
  /// The pipeline that says where images and ground truth are; `nil` looks for the one recorded.
  let pipeline: String?
  let overrides: [String]
  /// Where the page goes; `nil` for the first one's report folder.
  let output: String?
  let job: JobSession

  /// Measures both, writes the page and returns its numbers and path.
  func write() throws -> (numbers: ComparisonNumbers, page: String) {
    let (first, second) = (
      try FinishedLabelSet(path: first), try FinishedLabelSet(path: second)
    )
    let settings = try settings(of: first)
    var truth: GroundTruth?
    if let settings, let path = settings.input.groundTruth {
      truth = try groundTruth(path, settings.input).withSynonyms(of: settings)
    }
    // The rules of a pool are known as long as it is its data set's current one.
    let poolKnown = try isCurrent(first) && isCurrent(second)
    let comparison = DatasetComparison(
      settings: Reports.ReportSettings(
        title: "Comparison of two label sets",
        keepThreshold: settings.map { Float($0.labels.keepProbability) },
        orientation: settings?.input.exifOrientation.rule ?? .ignore),
      first: try side(first, poolKnown: poolKnown), second: try side(second, poolKnown: poolKnown),
      groundTruth: truth)
    let meter = job.observer.meter(
      "compare", "images", total: max(first.plan.images, second.plan.images))
    let read = try settings.map { try reader(of: [first.dataset, second.dataset], $0.input) }
    let orientation = settings?.input.exifOrientation.rule ?? .ignore
    let written = try comparison.write(
      into: output ?? "\(first.dataset.report)/compare",
      load: { key in
        guard let bytes = try? read?(key).get() else { return nil }
        return try? ImageDecoder.decode(bytes, orientation: orientation).get()
      },
      advance: {
        try job.stop.check()
        meter.advance()
      })
    meter.finish()
    return written
  }

  /// Reads images as the data sets' frozen lists say, or else from the folder of the pipeline.
  private func reader(
    of datasets: [Dataset], _ input: InputSettings
  ) throws -> (ImageKey) throws -> Result<[UInt8], Rejection> {
    let lists = try datasets.compactMap { try LabelingInputs.frozen(in: $0, input) }
    if lists.isEmpty { return { try RootFolder(path: input.images).read($0) } }
    return { key in
      var found: Result<[UInt8], Rejection> = .failure(Rejection(.missingFile, "in no list"))
      for list in lists {
        found = try list.read(key)
        if case .success = found { break }
      }
      return found
    }
  }

  private func origin(of set: FinishedLabelSet) throws -> LabelSetOrigin {
    let path = "\(set.folder)/set.json"
    return try LabelSetOrigin(json: try readFile(path, bytesMax: 1 << 26), path: path)
  }

  private func isCurrent(_ set: FinishedLabelSet) throws -> Bool {
    try EmbeddedPool.currentDigest(of: set.dataset)?.hex == origin(of: set).settings["pool digest"]
  }

  private func side(_ set: FinishedLabelSet, poolKnown: Bool) throws -> ComparedSet {
    var origin = try origin(of: set)
    if poolKnown, let pool = try? readFile("\(set.dataset.concepts)/pool.json", bytesMax: 1 << 28) {
      origin.addPool(json: pool)
    }
    let path = "\(set.folder)/pool.tsv"
    let text = String(decoding: try readFile(path, bytesMax: 1 << 30), as: UTF8.self)
    return ComparedSet(
      name: "\(set.dataset.root), label set \(set.name)",
      units: set.plan.units.map { unit in
        let shard = ShardName(unit: unit.index).text
        return DatasetReport.Unit(
          regions: "\(set.dataset.regions)/\(shard)", labels: "\(set.folder)/\(shard)",
          images: unit.range)
      },
      concepts: try ConceptPool(tsv: text, path: path).concepts, sources: origin.sources,
      settings: origin.settings.merging(["tool": set.plan.tool, "kernels": set.plan.kernels]) {
        $1
      })
  }

  /// The settings of the pipeline that was named, or else of the one that the first one's report
  /// names and that is still there.
  private func settings(of set: FinishedLabelSet) throws -> PipelineSettings? {
    if let pipeline { return try PipelineSettings.load(path: pipeline, overrides: overrides) }
    let path = "\(set.dataset.report)/report.json"
    guard let bytes = try? readFile(path, bytesMax: 1 << 28),
      let report = try? JSONDecoder().decode(Recorded.self, from: Data(bytes)),
      let recorded = report.provenance["pipeline file"],
      let settings = try? PipelineSettings.load(path: recorded, overrides: overrides),
      try isMaker(settings, of: set)
    else {
      job.observer.note(
        .warning,
        "without a pipeline file there are no pictures and no ground truth; name one: "
          + "pseudobox report PIPELINE --compare …", [:])
      return nil
    }
    job.observer.note(.info, "images and ground truth as in \(recorded)", [:])
    return settings
  }

  /// Whether the set's images were listed by these settings, as far as the data set can say.
  private func isMaker(_ settings: PipelineSettings, of set: FinishedLabelSet) throws -> Bool {
    guard FileManager.default.fileExists(atPath: set.dataset.inputs) else { return true }
    return try LabelingInputs.frozen(in: set.dataset, settings.input) != nil
  }

  private struct Recorded: Decodable {
    let provenance: [String: String]
  }

  private func groundTruth(_ path: String, _ input: InputSettings) throws -> GroundTruth {
    var truth = try GroundTruthSource(path: path).read().truth
    if input.baseClasses != nil || input.novelClasses != nil {
      try input.split(&truth.categories, of: "the ground truth") {
        job.observer.note(.warning, $0, [:])
      }
    }
    return truth
  }
}
