import Codecs
import Concepts
import Foundation
import Records
public import ShardStore

extension Dataset {
  /// Names of the label sets that are there, in order.
  public var labelSets: [String] {
    get throws(FileError) {
      do {
        return try PosixFileSystem().entries(of: labels).filter { !$0.hasPrefix(".") }.sorted()
      } catch {
        guard error.code == SystemError.notFound else {
          throw .call("opendir", path: labels, error: error, freeBytes: nil)
        }
        return []
      }
    }
  }

  /// What the index of this data set is made from; the pass and a rebuild give the same.
  func indexSources(labelSet: String?, concepts: [Concept]?) -> IndexSources {
    IndexSources(
      regions: regions, labels: labelSet.map(self.labelSet), concepts: concepts,
      facts: labelSet.map { ["label_set": $0] } ?? [:])
  }

  /// What the index is made from by the files of the data set alone: no pipeline file, plan, model
  /// or pool is needed.
  ///
  /// Without the name of a label set it is that of the index which is there, or the only one; throws
  /// `PipelineError.severalLabelSets` when the choice is open.
  public func indexSources(labelSet wanted: String? = nil) throws -> IndexSources {
    let sets = try labelSets
    if let wanted, !sets.contains(wanted) {
      throw PipelineError.missingArtifact(path: self.labelSet(wanted), pass: "labels")
    }
    let indexed = (try? DatasetIndex(path: index).facts())?["label_set"]
    let chosen = wanted ?? indexed.flatMap { sets.contains($0) ? $0 : nil } ?? sets.first
    if wanted == nil, chosen != indexed, sets.count > 1 {
      throw PipelineError.severalLabelSets(path: labels, names: sets)
    }
    return indexSources(labelSet: chosen, concepts: try chosen.flatMap(concepts(ofLabelSet:)))
  }

  /// The names of a label set's concepts; `nil` when its list is lost.
  private func concepts(ofLabelSet name: String) throws -> [Concept]? {
    let path = "\(labelSet(name))/\(ConceptFiles.poolName)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let text = String(decoding: try readFile(path, bytesMax: 1 << 30), as: UTF8.self)
    return try ConceptPool(tsv: text, path: path).concepts
  }
}
