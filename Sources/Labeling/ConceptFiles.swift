import Codecs
import Concepts
import Foundation
import Kernels
import Pipeline

/// The files of `concepts/`: the pool for people and programs, its text embeddings, and what they
/// were made from.
///
/// `state.json` is written last and names the digests of the others, so a folder without a fitting
/// state is made anew.
struct ConceptFiles {
  let folder: String

  /// What a finished folder was made from and holds.
  struct State: Codable, Equatable {
    var settings: String
    var captions: String
    var teacher: String
    /// Where the captions went, for the report: a reused pool must tell the same as a fresh one.
    var captionCounts: [String: Int]
    var files: [String: String]
  }

  static let poolName = PoolFiles.pool
  private static let stateName = "state.json"

  /// Writes all files; `state.files` is filled in here.
  func write(_ made: EmbeddedPool, provenanceJSON: String, state: State) throws {
    try PosixFileSystem().createDirectories(folder)
    try DurableFile.removeStale(in: folder)
    let files = PoolFiles.contents(
      of: made.pool, made.embeddings, provenanceJSON: provenanceJSON)
    var state = state
    state.captionCounts = made.captionCounts
    for (name, bytes) in files {
      try DurableFile.replace(bytes, at: "\(folder)/\(name)")
      state.files[name] = SHA256Digest(of: bytes).hex
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let bytes = Array(try encoder.encode(state)) + [UInt8(ascii: "\n")]
    try DurableFile.replace(bytes, at: "\(folder)/\(Self.stateName)")
  }

  /// Digest of what the finished pool was made of; `nil` without one.
  var source: String? {
    let bytes = try? readFile("\(folder)/\(Self.stateName)", bytesMax: 1 << 20)
    return bytes.flatMap { try? JSONDecoder().decode(State.self, from: Data($0)) }?.captions
  }

  /// The finished pool, which must be the one that `expected` describes.
  ///
  /// - Throws: `PipelineError.missingArtifact` without one, `planChanged` for another one.
  func required(_ expected: State) throws -> EmbeddedPool {
    if let pool = try finished(expected) { return pool }
    let path = "\(folder)/\(Self.stateName)"
    guard let bytes = try? readFile(path, bytesMax: 1 << 20),
      let found = try? JSONDecoder().decode(State.self, from: Data(bytes))
    else { throw PipelineError.missingArtifact(path: path, pass: "plan") }
    func lines(_ state: State) -> [String] {
      [
        "settings of the concepts pass (digest) = \(state.settings)",
        "captions or pool (digest) = \(state.captions)", "model teacher = \(state.teacher)",
      ]
    }
    var differences = Plan.differences(between: lines(found), and: lines(expected))
    if differences.isEmpty { differences = ["files of the pool: changed since they were written"] }
    throw PipelineError.planChanged(path: path, differences: differences)
  }

  /// The finished pool, if it was made from what `expected` says and no file has changed since.
  func finished(_ expected: State) throws -> EmbeddedPool? {
    guard let bytes = try? readFile("\(folder)/\(Self.stateName)", bytesMax: 1 << 20),
      let state = try? JSONDecoder().decode(State.self, from: Data(bytes)),
      state.settings == expected.settings, state.captions == expected.captions,
      state.teacher == expected.teacher
    else { return nil }
    for (name, digest) in state.files {
      guard let found = try? SHA256Digest(ofFile: "\(folder)/\(name)"), found.hex == digest else {
        return nil
      }
    }
    let path = "\(folder)/\(Self.poolName)"
    let text = String(decoding: try readFile(path, bytesMax: 1 << 30), as: UTF8.self)
    let pool = try ConceptPool(tsv: text, path: path)
    let file = try SafetensorsFile(path: "\(folder)/\(PoolFiles.embeddings)")
    guard let shape = file.tensors[PoolFiles.tensor]?.shape, shape.count == 2,
      shape[0] == pool.concepts.count
    else { return nil }
    return EmbeddedPool(
      pool: pool,
      embeddings: Matrix(
        rows: shape[0], columns: shape[1], values: try file.floats(PoolFiles.tensor)),
      captionCounts: state.captionCounts)
  }
}
