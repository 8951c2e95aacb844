public import Codecs
public import Concepts
public import Kernels

/// The concept pool with its text embeddings: what regions are compared with.
public struct EmbeddedPool: Sendable {
  /// The concepts; their places are the concept ids.
  public let pool: ConceptPool
  /// Text embeddings `[concepts, size]`, not normalised beyond what the averaging rule does.
  public let embeddings: Matrix
  /// Where the captions went: mentions, and captions rejected by reason.
  public let captionCounts: [String: Int]
  /// SHA-256 over the names in order and the bytes of the embeddings.
  public let digest: SHA256Digest

  init(pool: ConceptPool, embeddings: Matrix, captionCounts: [String: Int]) {
    self.pool = pool
    self.captionCounts = captionCounts
    self.embeddings = embeddings
    var hasher = SHA256Hasher()
    hasher.update(pool.digestInput[...])
    hasher.update("\(embeddings.rows) \(embeddings.columns)\n")
    for row in 0..<embeddings.rows {
      let bits = embeddings.row(row).flatMap { value in
        withLittleEndianBytes(of: value.bitPattern)
      }
      hasher.update(bits[...])
    }
    self.digest = hasher.digest
  }
}

private func withLittleEndianBytes(of bits: UInt32) -> [UInt8] {
  [
    UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8),
    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 24),
  ]
}
