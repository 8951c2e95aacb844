import Codecs
import Records

/// Text embeddings as tables of classifiers hold them: a row for each concept, or each category.
struct ConceptRows {
  /// What each row stands for.
  let names: [String]
  /// Columns.
  let size: Int
  /// `[rows, size]`.
  let values: [Float]

  /// Name of the tensor in the pool's file.
  static let tensor = "text_embeddings"

  /// Reads the pool's embeddings; with categories of the user, their rows in ascending id.
  ///
  /// - Throws: `ExportError.categoriesWithoutConcept`, or `mismatch` when the file holds another
  ///   number of rows than the pool has concepts.
  init(_ job: ExportJob) throws {
    guard let path = job.source.textEmbeddings else {
      throw ExportError.needs(format: job.format.name, what: .textEmbeddings)
    }
    let file = try SafetensorsFile(path: path)
    let concepts = job.source.concepts
    guard !concepts.isEmpty else {
      throw ExportError.empty(format: job.format.name, reason: "the pool has no concept")
    }
    let shape = file.tensors[Self.tensor]?.shape ?? []
    guard shape.count == 2, shape[0] == concepts.count else {
      throw ExportError.mismatch(
        path: path, what: "shape of \(Self.tensor)", expected: "[\(concepts.count), size]",
        found: "\(shape)")
    }
    size = shape[1]
    let all = try file.floats(Self.tensor)
    guard !job.source.categories.isEmpty else {
      names = concepts.map(\.name)
      values = all
      return
    }
    let categories = job.categories.categories
    let found = categories.map { job.categories.concepts(of: $0).first }
    let missing = zip(categories, found).filter { $0.1 == nil }.map(\.0.name)
    guard missing.isEmpty else {
      throw ExportError.categoriesWithoutConcept(names: missing, of: categories.count)
    }
    names = categories.map(\.name)
    let size = size
    values = found.compactMap(\.self).flatMap { all[$0 * size..<($0 + 1) * size] }
  }
}
