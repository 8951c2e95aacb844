public import Codecs
import Concepts
import Kernels

extension EmbeddedPool {
  /// Path of the text embeddings below a data set's folder of concepts.
  public static func embeddingsPath(of dataset: Dataset) -> String {
    "\(dataset.concepts)/\(PoolFiles.embeddings)"
  }

  /// Digest of the pool that `concepts/` of a data set holds now; `nil` when there is none.
  ///
  /// - Throws: when its files are there and damaged.
  public static func currentDigest(of dataset: Dataset) throws -> SHA256Digest? {
    let path = "\(dataset.concepts)/\(PoolFiles.pool)"
    guard let bytes = try? readFile(path, bytesMax: 1 << 30),
      let file = try? SafetensorsFile(path: embeddingsPath(of: dataset))
    else { return nil }
    let pool = try ConceptPool(tsv: String(decoding: bytes, as: UTF8.self), path: path)
    guard let shape = file.tensors[PoolFiles.tensor]?.shape, shape.count == 2,
      shape[0] == pool.concepts.count
    else { return nil }
    let embeddings = Matrix(
      rows: shape[0], columns: shape[1], values: try file.floats(PoolFiles.tensor))
    return EmbeddedPool(pool: pool, embeddings: embeddings, captionCounts: [:]).digest
  }
}
