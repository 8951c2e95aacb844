import Codecs
import Concepts
import Foundation
import Pipeline

/// The files of a label set that explain its shards: `pool.tsv`, the names of its concepts, and
/// `set.json`, what it was made from; it can be read when pool and pipeline file have moved on.
struct LabelSetFiles {
  let folder: String

  private static let provenanceName = "set.json"

  /// The unfinished `set.json`, whose lock says that the set is being written.
  func begin() throws -> DurableFile {
    try DurableFile(directory: folder, name: Self.provenanceName)
  }

  /// Writes both files, unless equal ones are there; `begun` becomes `set.json`.
  func publish(
    pool: ConceptPool, _ provenance: LabelSetProvenance, _ begun: DurableFile? = nil
  ) throws {
    try DurableFile.publish(Array(pool.tsv().utf8), at: "\(folder)/\(ConceptFiles.poolName)")
    let file = try begun ?? begin()
    try file.write(try provenance.json())
    _ = try file.publish()
  }

  /// Fails unless somebody has prepared this set, and says how `own` differs from those there.
  func requirePlanned(_ own: LabelSetProvenance, in dataset: Dataset) throws {
    let path = "\(folder)/\(Self.provenanceName)"
    guard !FileManager.default.fileExists(atPath: path) else { return }
    let planned = try dataset.labelSets.compactMap { name -> [String]? in
      let other = "\(dataset.labelSet(name))/\(Self.provenanceName)"
      guard let bytes = try? readFile(other, bytesMax: 1 << 24),
        let found = try? JSONDecoder().decode(LabelSetProvenance.self, from: Data(bytes))
      else { return nil }
      return own.differences(from: found)
    }
    guard let nearest = planned.min(by: { $0.count < $1.count }) else {
      throw PipelineError.missingArtifact(path: path, pass: "plan")
    }
    throw PipelineError.labelSetNotPlanned(path: path, differences: nearest)
  }
}
