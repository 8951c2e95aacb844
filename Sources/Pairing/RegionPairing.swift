public import Kernels
public import Records

/// Pairs regions with a pool: nearest concepts, softmax statistics, boxes for image-level labels.
///
/// Exact over the whole pool in bounded memory; ties go to the lower concept id. Temperature and
/// threshold follow RegionCLIP (`get_psuedo_concept_labels`: softmax of cosine / 0.01, kept when the
/// largest probability is above 0.1); the threshold stays the reader's choice, since the
/// probability is stored.
public struct RegionPairing: Sendable {
  /// Concepts kept for each region: the smaller of the count asked for and the pool's size.
  public var conceptsPerRegion: Int { nearest.conceptsPerRegion }

  private let nearest: CosineTopK
  private let concepts: Matrix
  private let classBoxes: ClassBoxChooser?
  private let classScores: ClassScores?

  /// Scores `[regions, concepts]` that regions' own detectors give concepts; NaN for regions of other
  /// sources.
  public typealias ClassScores = @Sendable (RegionRecord, [UInt32]) -> Matrix

  /// Prepares the pool.
  ///
  /// - Parameters:
  ///   - concepts: Text embeddings `[concepts, size]`; normalised here. At least one row.
  ///   - count: Nearest concepts kept for each region.
  ///   - temperature: Divisor of the cosines in the softmax.
  ///   - classBoxes: How boxes are chosen for image-level labels; `nil` chooses none.
  ///   - classScores: For rules of `classBoxes` that need them.
  public init(
    concepts: Matrix, count: Int, temperature: Float, classBoxes: ClassBoxChooser?,
    classScores: ClassScores? = nil
  ) {
    self.nearest = CosineTopK(concepts: concepts, count: count, temperature: temperature)
    self.concepts = concepts.normalizedRows()
    self.classBoxes = classBoxes
    self.classScores = classScores
  }

  /// The labels of one image.
  ///
  /// - Parameters:
  ///   - record: The image's regions; a rejected image gets a record without regions.
  ///   - imageLabels: Concepts that its captions name.
  /// - Returns: The image's record of a label set.
  public func label(_ record: RegionRecord, imageLabels: [ImageLabel]) -> LabelRecord {
    let regions = Self.regionEmbeddings(of: record, size: nearest.embeddingSize)
    let found = nearest.nearest(to: regions)
    return LabelRecord(
      imageID: record.imageID, key: record.key, conceptsPerRegion: nearest.conceptsPerRegion,
      conceptIDs: found.conceptIDs, cosines: found.cosines, logSumExp: found.logSumExp,
      maxProbability: found.maxProbability, imageLabels: imageLabels,
      classBoxes: boxes(for: imageLabels, record, regions, found.logSumExp))
  }

  private func boxes(
    for labels: [ImageLabel], _ record: RegionRecord, _ regions: Matrix, _ logSumExp: [Float]
  ) -> [ClassBox] {
    let named = Set(labels.map(\.conceptID)).sorted()
    guard let classBoxes, !named.isEmpty, regions.rows > 0 else { return [] }
    let wanted = PackedWeights(concepts.rows(named.map { Int($0) }))
    return classBoxes.choose(
      labels: named, record: record, cosines: wanted.product(regions.normalizedRows()),
      classScores: classBoxes.rule.needsClassScores ? classScores?(record, named) : nil)
  }

  /// The regions' embeddings without the last row, which is the whole image's.
  private static func regionEmbeddings(of record: RegionRecord, size: Int) -> Matrix {
    let count = record.boxes.count
    precondition(count == 0 || record.embeddingSize == size, "checked when the shard was opened")
    return Matrix(
      rows: count, columns: size, values: record.embeddings.prefix(count * size).map(Float.init))
  }
}
