import Codecs
import Concepts
import Kernels

/// The files of a pool's folder, described in `schemas/concept-pool.md`.
enum PoolFiles {
  static let pool = "pool.tsv"
  static let embeddings = "text.safetensors"
  static let tensor = "text_embeddings"

  /// Names and bytes of all files; without embeddings those of the names alone.
  static func contents(
    of pool: ConceptPool, _ embeddings: Matrix?, provenanceJSON: String
  ) -> [(name: String, bytes: [UInt8])] {
    var files = [
      (name: Self.pool, bytes: Array(pool.tsv().utf8)),
      (name: "pool.json", bytes: Array(provenanceJSON.utf8)),
      (name: "noun_counts.txt", bytes: Array(pool.nounCounts().utf8)),
      (name: "concepts.txt", bytes: Array(pool.nameList().utf8)),
      (name: "collocations.tsv", bytes: Array(pool.collocationList().utf8)),
      (name: "misspellings.tsv", bytes: Array(pool.misspellingList().utf8)),
    ]
    guard let embeddings else { return files }
    var writer = SafetensorsWriter(metadata: [
      "format": "pt", "pool": SHA256Digest(of: pool.digestInput).hex,
    ])
    writer.add(
      tensor, shape: [embeddings.rows, embeddings.columns], floats: embeddings.values)
    files.append((Self.embeddings, writer.bytes()))
    files.append(("text.npy", NumpyFile.bytes(of: embeddings)))
    return files
  }
}
