import Concepts
import Labeling
import Records

extension GroundTruth {
  /// The ground truth with the synonyms that a report or comparison is told to count as right.
  func withSynonyms(of settings: PipelineSettings) throws -> GroundTruth {
    guard let folder = settings.report.wordnet else { return self }
    var truth = self
    truth.categories = try WordNetSynonyms(folder: folder).extending(categories)
    return truth
  }
}
