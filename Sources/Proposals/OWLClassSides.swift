public import Kernels
public import Records

/// What an OWL detector's patches bring to a comparison with texts, whatever the texts.
public struct OWLClassSides: Hashable, Sendable {
  /// Embeddings of length 1, `[patches, size]`.
  public var embeddings: Matrix
  /// What is added to a cosine, `[patches]`.
  public var shifts: [Float]
  /// By what the sum is multiplied, above 0, `[patches]`.
  public var scales: [Float]

  /// Creates class sides; one shift and one scale for each row.
  public init(embeddings: Matrix, shifts: [Float], scales: [Float]) {
    precondition(shifts.count == embeddings.rows && scales.count == embeddings.rows)
    self.embeddings = embeddings
    self.shifts = shifts
    self.scales = scales
  }

  /// The class sides that a record keeps.
  public init(_ stored: RegionClassSides) {
    self.init(
      embeddings: Matrix(
        rows: stored.regions.count, columns: stored.embeddingSize,
        values: stored.embeddings.map(Float.init)),
      shifts: stored.shifts, scales: stored.scales)
  }

  /// One patch's class side as it is stored.
  public subscript(patch: Int) -> ClassSide {
    ClassSide(
      embedding: embeddings.row(patch).map { Float16($0) }, shift: shifts[patch],
      scale: scales[patch])
  }

  /// The class sides of some patches, in the order given.
  public subscript(patches: [Int]) -> OWLClassSides {
    OWLClassSides(
      embeddings: embeddings.rows(patches), shifts: patches.map { shifts[$0] },
      scales: patches.map { scales[$0] })
  }

  /// `(cosine + shift) * scale` of each patch with each query, `[patches, queries]`.
  ///
  /// Their sigmoids are independent scores.
  public func logits(_ queries: OWLQueries) -> Matrix {
    if queries.slices.count == 1 { return logits(queries.slices[0]) }
    var all = Matrix(rows: embeddings.rows, columns: queries.count)
    for slice in queries.slices {
      let logits = logits(slice)
      for patch in 0..<logits.rows {
        let start = patch * queries.count + slice.first
        all.values.replaceSubrange(start..<start + logits.columns, with: logits.row(patch))
      }
    }
    return all
  }

  /// The logits of some queries, `[patches, queries]`.
  func logits(_ queries: OWLQueries.Slice) -> Matrix {
    var logits = queries.cosines(embeddings)
    let columns = logits.columns
    for patch in 0..<logits.rows {
      let (shift, scale) = (shifts[patch], scales[patch])
      for at in patch * columns..<(patch + 1) * columns {
        logits.values[at] = (logits.values[at] + shift) * scale
      }
    }
    return logits
  }
}
