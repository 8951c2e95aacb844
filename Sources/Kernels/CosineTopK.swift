internal import CKernels

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Exact nearest concepts by cosine, with the softmax statistics of the whole pool.
///
/// Scores are made in blocks of regions by concepts and folded at once, so memory does not grow
/// with the product of both. Sums of exponentials are kept in double precision.
public struct CosineTopK: Sendable {
  /// Number of concepts of the pool.
  public let concepts: Int
  /// Columns of an embedding.
  public let embeddingSize: Int
  /// Concepts kept for each region.
  public let conceptsPerRegion: Int
  /// What cosines are divided by in the softmax.
  public let temperature: Float

  // Fixed sizes: sums are folded block by block, so other sizes would be other last bits.
  private static let blockConcepts = 512
  private static let blockRegions = 120

  private let blocks: [PackedWeights]
  private let table: KernelTable

  /// Normalises and packs the pool's embeddings `[concepts, embeddingSize]`.
  ///
  /// `count` is K, at least 1. A zero row has cosine 0 with everything.
  public init(
    concepts: Matrix, count: Int, temperature: Float = 0.01, level: KernelLevel = .current
  ) {
    precondition(concepts.rows > 0 && concepts.rows <= UInt32.max && count > 0)
    precondition(temperature > 0)
    self.concepts = concepts.rows
    embeddingSize = concepts.columns
    conceptsPerRegion = min(count, concepts.rows)
    self.temperature = temperature
    table = KernelTable(level)
    let normalized = concepts.normalizedRows()
    blocks = stride(from: 0, to: concepts.rows, by: CosineTopK.blockConcepts).map { start in
      let end = min(start + CosineTopK.blockConcepts, concepts.rows)
      return PackedWeights(normalized.rows(start..<end), level: level)
    }
  }

  /// The nearest concepts of each row of `regions` `[regions, embeddingSize]`.
  ///
  /// Rows are normalised here; a row of zeros, or one that is not finite, has cosine 0 with
  /// everything.
  public func nearest(to regions: Matrix) -> NearestConcepts {
    precondition(regions.columns == embeddingSize)
    var result = NearestConcepts(
      conceptsPerRegion: conceptsPerRegion, conceptIDs: [], cosines: [], logSumExp: [],
      maxProbability: [])
    for start in stride(from: 0, to: regions.rows, by: CosineTopK.blockRegions) {
      let end = min(start + CosineTopK.blockRegions, regions.rows)
      append(regions.rows(start..<end).normalizedRows(), to: &result)
    }
    return result
  }

  private func append(_ regions: Matrix, to result: inout NearestConcepts) {
    let k = conceptsPerRegion
    var ids = [UInt32](repeating: 0, count: regions.rows * k)
    var best = [Float](repeating: 0, count: regions.rows * k)
    var filled = [Int](repeating: 0, count: regions.rows)
    var maxima = [Float](repeating: -.infinity, count: regions.rows)
    var sums = [Double](repeating: 0, count: regions.rows)
    let entry = unsafe table.entry
    for (index, block) in blocks.enumerated() {
      let scores = block.product(regions)
      let firstID = UInt32(index * CosineTopK.blockConcepts)
      unsafe scores.values.withUnsafeBufferPointer { scores in
        unsafe ids.withUnsafeMutableBufferPointer { ids in
          unsafe best.withUnsafeMutableBufferPointer { best in
            guard let scores = scores.baseAddress, let ids = ids.baseAddress,
              let best = best.baseAddress
            else { return }
            for row in 0..<regions.rows {
              unsafe entry.top_k(
                scores + row * block.outputs, block.outputs, firstID, 1 / temperature, k,
                &filled[row], ids + row * k, best + row * k, &maxima[row], &sums[row])
            }
          }
        }
      }
    }
    result.conceptIDs += ids
    result.cosines += best
    for row in 0..<regions.rows {
      result.logSumExp.append(Float(Double(maxima[row]) / Double(temperature) + log(sums[row])))
      result.maxProbability.append(Float(1 / sums[row]))
    }
  }
}
