import Codecs
import Pairing
import Pipeline
import Records
import ShardStore

/// What labels one image's regions: pairing, and the names found in captions and classes.
struct RegionLabeller: Sendable {
  let pairing: RegionPairing
  let imageLabels: @Sendable ([String]) -> [ImageLabel]
  let classes: ImageClasses
}

/// Makes the label shard of one unit: read ▸ match ▸ pair ▸ write.
struct LabelUnit: Sendable {
  let shards: FinishedShards
  let regions: FinishedShards
  let embeddingSize: Int
  let label: RegionLabeller
  let stop: StopFlag
  let meter: ProgressMeter

  /// Writes the records of `images`, which are those of `unit`.
  ///
  /// - Throws: `PipelineError` when the unit has no regions, or those of something else.
  func write(_ images: [InputImage], of unit: WorkUnit) throws -> StageReport {
    var found = try regions.reader(of: unit)
    if found == nil {
      // A network file system may remember that the file was not there; listing makes it look.
      _ = try? PosixFileSystem().entries(of: regions.folder)
      found = try regions.reader(of: unit)
    }
    guard let reader = found else {
      throw PipelineError.notYet(path: regions.path(of: unit), pass: "regions")
    }
    guard reader.header.embeddingSize == embeddingSize else {
      throw PipelineError.artifactMismatch(
        path: reader.path, what: "embedding size", expected: "\(embeddingSize)",
        found: "\(reader.header.embeddingSize)")
    }
    let writer = try ShardWriter(
      directory: shards.folder,
      header: shards.header(unit: unit.index, conceptsPerRegion: label.pairing.conceptsPerRegion))
    var report = StageReport()
    for (index, image) in images.enumerated() {
      try stop.check()
      let record = try report.timed("read") { _ in try reader.regionRecord(at: index) }
      try regions.check(record.key, of: reader, index, is: image)
      let labels = report.timed("match") { _ in
        label.imageLabels(image.captions) + label.classes.labels(of: image)
      }
      let labelled = report.timed("pair") { _ in
        label.pairing.label(record, imageLabels: labels)
      }
      try report.timed("write") { _ in try writer.append(labelled) }
      meter.advance()
    }
    report.count("images", images.count)
    report.count("bytes", try writer.finish().bytes)
    return report
  }
}
