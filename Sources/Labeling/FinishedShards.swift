import Codecs
import Foundation
import Pipeline
import Records
import ShardStore
import Synchronization

/// Which units of a pass are done: those whose shard is there and fits the plan.
struct FinishedShards {
  let folder: String
  let kind: ShardKind
  let configDigest: SHA256Digest
  let modelDigests: [String: SHA256Digest]
  let poolDigest: SHA256Digest?

  /// The header of the shard of `unit`.
  func header(
    unit: Int, embeddingSize: Int = 0, embedding: [String: String] = [:],
    proposals: [String: String] = [:], conceptsPerRegion: Int = 0
  ) -> ShardHeader {
    ShardHeader(
      kind: kind, unit: unit, configDigest: configDigest, modelDigests: modelDigests,
      poolDigest: poolDigest, embeddingSize: embeddingSize, embedding: embedding,
      proposals: proposals, conceptsPerRegion: conceptsPerRegion,
      toolVersion: LabelingPipeline.toolVersion)
  }

  /// Path of the shard of `unit`.
  func path(of unit: WorkUnit) -> String {
    "\(folder)/\(ShardName(unit: unit.index))"
  }

  /// The unit's shard, opened and held to the plan; `nil` when it is not there.
  ///
  /// - Throws: `PipelineError.artifactMismatch` for the shard of another run, `ShardError` for a
  ///   damaged one.
  func reader(of unit: WorkUnit) throws -> ShardReader? {
    let path = path(of: unit)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let reader = try ShardReader(path: path)
    let found = reader.header
    func mismatch(_ what: String, _ expected: String, _ found: String) -> PipelineError {
      .artifactMismatch(path: path, what: what, expected: expected, found: found)
    }
    guard found.kind == kind else { throw mismatch("kind", kind.rawValue, found.kind.rawValue) }
    guard found.unit == unit.index, reader.count == unit.count else {
      throw mismatch(
        "unit", "\(unit.index) of \(unit.count) images", "\(found.unit) of \(reader.count)")
    }
    guard found.configDigest == configDigest else {
      throw mismatch("settings digest", configDigest.hex, found.configDigest.hex)
    }
    guard found.modelDigests == modelDigests else {
      throw mismatch("models", Self.text(modelDigests), Self.text(found.modelDigests))
    }
    guard found.poolDigest == poolDigest else {
      throw mismatch("pool digest", poolDigest?.hex ?? "none", found.poolDigest?.hex ?? "none")
    }
    return reader
  }

  /// Those of `units` that are done, and those to be done; `runner` opens their shards.
  ///
  /// Throws `PipelineError.artifactMismatch` when a shard is not of its unit's part of `images`.
  func split(
    _ units: [WorkUnit], of inputs: LabelingInputs, _ runner: UnitRunner
  ) async throws -> (done: [WorkUnit], toDo: [WorkUnit]) {
    let found = FoundUnits()
    _ = try await runner.run(units) { unit in
      if let reader = try reader(of: unit) {
        try check(reader, holds: inputs.images(in: unit.range)[...])
        found.insert(unit)
      }
      return StageReport()
    }
    let done = found.units
    return (units.filter(done.contains), units.filter { !done.contains($0) })
  }

  /// Holds all ids, and the keys of the first and last record, to `images`: the other keys are
  /// compared when their records are read.
  func check(_ reader: ShardReader, holds images: ArraySlice<InputImage>) throws {
    for (index, image) in images.enumerated() where reader.imageID(at: index) != image.imageID {
      throw mismatch(reader, index, "image id", "\(image.imageID)", "\(reader.imageID(at: index))")
    }
    for index in Set([0, images.count - 1]).sorted() {
      try check(reader.key(at: index), of: reader, index, is: images[images.startIndex + index])
    }
  }

  /// Fails unless `key`, of the record at `index`, is that of `image`.
  func check(_ key: ImageKey, of reader: ShardReader, _ index: Int, is image: InputImage) throws {
    guard key != image.key else { return }
    throw mismatch(reader, index, "image", "\(image.key)", "\(key)")
  }

  private func mismatch(
    _ reader: ShardReader, _ index: Int, _ what: String, _ expected: String, _ found: String
  ) -> PipelineError {
    .artifactMismatch(
      path: reader.path, what: "\(what) of record \(index)", expected: expected, found: found)
  }

  private static func text(_ digests: [String: SHA256Digest]) -> String {
    digests.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.hex.prefix(12))" }
      .joined(separator: ", ")
  }
}

/// Units that several threads find.
private final class FoundUnits: Sendable {
  private let found = Mutex(Set<WorkUnit>())

  var units: Set<WorkUnit> { found.withLock { $0 } }

  func insert(_ unit: WorkUnit) {
    found.withLock { _ = $0.insert(unit) }
  }
}
