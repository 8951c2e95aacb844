public import Kernels

/// An embedding that points nowhere: its checkpoint is damaged, or too large for what is stored.
public struct EmbeddingFault: Error, Hashable, Sendable {
  /// What was embedded: an image's path or a text.
  public let subject: String
  /// What the embedding is instead of a direction.
  public let found: String

  /// Looks at un-normalised embeddings `[rows, columns]`; throws for the first that cannot be stored
  /// as f16 or has no direction.
  public static func check(_ embeddings: Matrix, of subject: (Int) -> String) throws(EmbeddingFault)
  {
    for index in 0..<embeddings.rows {
      let row = embeddings.row(index)
      if !row.allSatisfy(\.isFinite) {
        throw EmbeddingFault(subject: subject(index), found: "NaN or infinity")
      }
      let largest = row.lazy.map(abs).max() ?? 0
      if !Float16(largest).isFinite {
        throw EmbeddingFault(
          subject: subject(index), found: "\(largest), while f16 holds at most 65504")
      }
      if Float16(largest) == 0 {
        throw EmbeddingFault(subject: subject(index), found: "zeros")
      }
    }
  }
}

extension EmbeddingFault: CustomStringConvertible {
  /// For people: what, expected, found, what to do.
  public var description: String {
    "the teacher's embedding of \(subject): expected finite numbers of which some are not 0, found "
      + "\(found). The weights in regions.teacher.model are damaged or not a CLIP's: copy or convert "
      + "them again."
  }
}
