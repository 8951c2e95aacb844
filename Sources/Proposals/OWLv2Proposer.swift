public import Kernels
public import Records

/// OWLv2's objectness as a source of proposals: the native stand-in for MViT.
///
/// The image is padded with black at the right and below to a square, as transformers does since
/// its pull request 41938 (0 before normalisation), then resized with Pillow's antialiased bicubic
/// filter. transformers resizes with a Gaussian and bilinear interpolation instead (the `resample`
/// of its configuration is not read), so boxes of the two differ slightly; given the same pixels
/// they agree.
public struct OWLv2Proposer: Proposer {
  /// The detector.
  public let model: OWLv2Model

  private let resampler: Resampler
  private let source: UInt8

  /// Loads a Hugging Face OWLv2 folder; `source` is the proposer's place in the configured list.
  ///
  /// Throws what `OWLv2Model` throws.
  public init(folder: String, source: UInt8) throws {
    self.init(model: try OWLv2Model(folder: folder), source: source)
  }

  /// Creates a proposer from a loaded model.
  public init(model: OWLv2Model, source: UInt8) {
    self.model = model
    self.source = source
    resampler = Resampler(
      size: model.imageSize, mode: .squash, mean: model.pixelMean,
      deviation: model.pixelDeviation)
  }

  /// One proposal for each patch; the score is the sigmoid of the objectness logit.
  public func propose(_ image: PixelImage, key: ImageKey) -> [Proposal] {
    proposals(detect(image), in: image)
  }

  /// The detector's output for an image.
  public func detect(_ image: PixelImage) -> OWLv2Output {
    guard let output = model.detect(pixels(image)).first else {
      preconditionFailure("one image in, one output out")
    }
    return output
  }

  /// What the detector sees of an image, `[1, 3 * imageSize * imageSize]`.
  public func pixels(_ image: PixelImage) -> Matrix {
    resampler.resample(padded: image)
  }

  /// Proposals of an output that was computed before.
  public func proposals(_ output: OWLv2Output, in image: PixelImage) -> [Proposal] {
    let side = Float(max(image.width, image.height))
    return output.objectnessLogits.indices.map { patch in
      let centreX = output.boxes[patch, 0] * side
      let centreY = output.boxes[patch, 1] * side
      let width = output.boxes[patch, 2] * side
      let height = output.boxes[patch, 3] * side
      let logit = output.objectnessLogits[patch]
      return Proposal(
        box: Box(
          x1: centreX - width / 2, y1: centreY - height / 2, x2: centreX + width / 2,
          y2: centreY + height / 2),
        score: sigmoid(logit), logit: logit, source: source)
    }
  }
}
