import Codecs
import Foundation
import Kernels
public import Pipeline
public import Records
import ShardStore

/// Scores the regions of a finished data set for other texts, without its images.
///
/// Only regions that the chain kept are scored: a box that no earlier ranking wanted is not there.
public struct ClassRequery: Sendable {
  /// What an image's regions are for one query.
  public struct Answer: Hashable, Sendable {
    /// The image.
    public var imageID: UInt64
    /// Its path below the image folder.
    public var key: ImageKey
    /// Number of the query in the list.
    public var query: Int
    /// Numbers of the regions in the image's record, best score first.
    public var regions: [Int]
    /// Their boxes in original pixels.
    public var boxes: [Box]
    /// Their scores in 0...1.
    public var scores: [Float]
  }

  /// How many regions are told, and which.
  public struct Limits: Hashable, Sendable {
    /// Regions for one query of one image, at most.
    public var top: Int
    /// Least score of a region.
    public var scoreMin: Float

    /// Creates limits.
    public init(top: Int, scoreMin: Float) {
      precondition(top > 0)
      self.top = top
      self.scoreMin = scoreMin
    }
  }

  /// The class names, in the order of `Answer.query`.
  public let names: [String]

  private let scorer: ClassScorer
  private let settings: PipelineSettings
  private let dataset: Dataset

  /// Embeds the names with the text towers of the pipeline's OWL sources, in the sentence `template`
  /// or, where it is `nil`, in each source's own.
  ///
  /// Throws `OWLSourceError`, and what loading a checkpoint throws.
  public static func load(
    _ names: [String], template: String?, settings: PipelineSettings, dataset: Dataset,
    threads: Int, stop: StopFlag, observer: RunObserver
  ) async throws -> ClassRequery {
    let scorer = try await ClassScorer.load(
      names, for: settings.regions.proposals, template: template, asker: "requery",
      runner: UnitRunner(threads: threads, stop: stop), observer: observer)
    return ClassRequery(names: names, scorer: scorer, settings: settings, dataset: dataset)
  }

  private init(
    names: [String], scorer: ClassScorer, settings: PipelineSettings, dataset: Dataset
  ) {
    self.names = names
    self.scorer = scorer
    self.settings = settings
    self.dataset = dataset
  }

  /// Answers for all images in their order, handed on image by image; images without a region above
  /// the least score give none.
  ///
  /// - Throws: `PipelineError.missingArtifact` for a data set without regions,
  ///   `OWLSourceError.otherModel` for shards of other weights, `OWLSourceError.noClassEmbeddings`
  ///   where no region keeps any, `ShardError`, and what `body` throws.
  public func answer(limits: Limits, body: ([Answer]) throws -> Void) throws {
    let digests = try modelDigests()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: dataset.regions)) ?? []
    let shards = names.filter { ShardName($0) != nil }.sorted()
    guard !shards.isEmpty else {
      throw PipelineError.missingArtifact(path: dataset.regions, pass: "regions")
    }
    var isStored = false
    var regions = 0
    for name in shards {
      let reader = try ShardReader(path: "\(dataset.regions)/\(name)")
      for (source, digest) in digests
      where reader.header.modelDigests["proposals.\(source)"] != digest {
        throw OWLSourceError.otherModel(
          folder: settings.regions.proposals[source].model ?? "", shard: reader.path,
          source: source)
      }
      for index in 0..<reader.count {
        let record = try reader.regionRecord(at: index, includesEmbeddings: false)
        isStored = isStored || record.classSides != nil
        regions += record.boxes.count
        try body(answers(record, limits))
      }
    }
    guard isStored || regions == 0 else {
      throw OWLSourceError.noClassEmbeddings(asker: dataset.regions)
    }
  }

  private func answers(_ record: RegionRecord, _ limits: Limits) -> [Answer] {
    let scores = scorer.scores(record, texts: Array(names.indices))
    return names.indices.compactMap { query in
      let ranked = record.boxes.indices.filter { scores[$0, query] >= limits.scoreMin }
        .sorted {
          scores[$0, query] != scores[$1, query]
            ? scores[$0, query] > scores[$1, query] : $0 < $1
        }
        .prefix(limits.top)
      guard !ranked.isEmpty else { return nil }
      return Answer(
        imageID: record.imageID, key: record.key, query: query, regions: Array(ranked),
        boxes: ranked.map { record.boxes[$0] }, scores: ranked.map { scores[$0, query] })
    }
  }

  /// Digests of the models whose text towers were used, by source.
  private func modelDigests() throws -> [Int: SHA256Digest] {
    var digests: [Int: SHA256Digest] = [:]
    for source in scorer.embeddings.keys.map({ Int($0) }) {
      guard let model = settings.regions.proposals[source].model else { continue }
      digests[source] = try CheckpointFolder(path: model).digest()
    }
    return digests
  }
}
