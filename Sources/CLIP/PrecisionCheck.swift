internal import Kernels
public import Records

/// How near a model of 8-bit products comes to the same model of floats, on real pictures.
///
/// Rounding is harmless in most checkpoints, and not in those with a few columns that dwarf the
/// rest; which kind one is can only be measured. Crops are squashed to the tower's size.
public struct PrecisionCheck: Sendable {
  /// What was found.
  public struct Result: Hashable, Sendable {
    /// Number of crops that were compared.
    public var crops: Int
    /// The smallest cosine of a crop's two embeddings.
    public var cosineMin: Double
    /// Their mean.
    public var cosineMean: Double

    /// Sums up the cosines of all crops.
    public init(cosines: [Double]) {
      crops = cosines.count
      cosineMin = cosines.min() ?? 0
      cosineMean = cosines.reduce(0, +) / Double(max(1, cosines.count))
    }
  }

  private let rounded: CLIPModel
  private let exact: CLIPModel
  private let resampler: Resampler

  /// Compares two precisions of one checkpoint.
  public init(rounded: CLIPModel, exact: CLIPModel) {
    precondition(rounded.imageSize == exact.imageSize)
    self.rounded = rounded
    self.exact = exact
    resampler = Resampler(
      size: exact.imageSize, mode: .squash, filter: exact.pixelFilter, mean: exact.pixelMean,
      deviation: exact.pixelDeviation)
  }

  /// The cosine of the two embeddings of an image and of each of its four quarters.
  public func cosines(of image: PixelImage) -> [Double] {
    let boxes = PrecisionCheck.crops(image)
    var pixels = Matrix(rows: boxes.count, columns: resampler.count)
    for (row, box) in boxes.enumerated() {
      resampler.resample(image, box: box, into: &pixels, row: row)
    }
    let found = rounded.encodeImages(pixels).normalizedRows()
    let expected = exact.encodeImages(pixels).normalizedRows()
    return boxes.indices.map { row in
      zip(found.row(row), expected.row(row)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
  }

  /// The whole image and its quarters, as far as a pixel can be halved.
  static func crops(_ image: PixelImage) -> [PixelBox] {
    let width = max(1, image.width / 2)
    let height = max(1, image.height / 2)
    let corners = [0, image.height - height].flatMap { top in
      [0, image.width - width].map { left in
        PixelBox(left: left, top: top, width: width, height: height)
      }
    }
    return [PixelBox(left: 0, top: 0, width: image.width, height: image.height)] + corners
  }
}
