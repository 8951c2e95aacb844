public import Kernels
public import Records
internal import Transformer

/// An OWL detector as a source of proposals: the native stand-in for MViT.
///
/// Class-agnostic proposals are ranked by OWLv2's objectness or by a family of queries; class-specific
/// ones are the best boxes of each query. All come from one pass over the image.
public struct OWLProposer: Proposer {
  /// The detector.
  public let model: OWLModel
  /// What is proposed.
  public let options: OWLOptions

  private let input: OWLInput
  private let source: UInt8

  /// Creates a proposer; `source` is its place in the configured list.
  ///
  /// Objectness needs an OWLv2.
  public init(model: OWLModel, options: OWLOptions, source: UInt8) {
    if case .objectness = options.agnostic { precondition(model.kind == .owlV2) }
    self.model = model
    self.options = options
    self.source = source
    input = OWLInput(model)
  }

  /// Class-agnostic proposals, then those of each query; the score is the logit's sigmoid.
  ///
  /// Throws `CheckpointError` for a model whose output is NaN or infinite.
  public func propose(_ image: PixelImage, key: ImageKey) throws -> [Proposal] {
    let output = detect(image)
    guard output.isFinite else {
      throw CheckpointError(path: model.folder, problems: [.notFiniteOutput("\(key)")])
    }
    return proposals(output, in: image)
  }

  /// The detector's output for an image.
  public func detect(_ image: PixelImage) -> OWLOutput {
    guard let output = model.detect(pixels(image)).first else {
      preconditionFailure("one image in, one output out")
    }
    return output
  }

  /// What the detector sees of an image, `[1, 3 * imageSize * imageSize]`.
  public func pixels(_ image: PixelImage) -> Matrix {
    input.pixels(image)
  }

  /// Proposals of an output that was computed before.
  public func proposals(_ output: OWLOutput, in image: PixelImage) -> [Proposal] {
    let sides = model.classSides(output)
    // Many queries share their best patches: one copy of what each patch keeps.
    var kept: [Int: ClassSide] = [:]
    func classSide(_ patch: Int) -> ClassSide? {
      guard options.keepsClassSides else { return nil }
      if let side = kept[patch] { return side }
      let side = sides[patch]
      kept[patch] = side
      return side
    }
    func proposal(_ patch: Int, logit: Float, query: UInt32?) -> Proposal {
      Proposal(
        box: input.box(output.boxes.row(patch), in: image), score: sigmoid(logit), logit: logit,
        source: source, query: query, classSide: classSide(patch))
    }
    var proposals: [Proposal] = []
    if let logits = agnosticLogits(output, sides) {
      let ranked = logits.indices.sorted {
        logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
      }
      for patch in ranked.prefix(options.top) {
        proposals.append(proposal(patch, logit: logits[patch], query: nil))
      }
    }
    for slice in options.classes?.slices ?? [] {
      let logits = sides.logits(slice)
      for (query, patches) in TopOfColumns(logits, count: options.topOfQuery).rows.enumerated() {
        for patch in patches {
          proposals.append(
            proposal(patch, logit: logits[patch, query], query: UInt32(slice.first + query)))
        }
      }
    }
    return proposals
  }

  private func agnosticLogits(_ output: OWLOutput, _ sides: OWLClassSides) -> [Float]? {
    switch options.agnostic {
    case .none: return nil
    case .objectness: return output.objectnessLogits
    case .queries(let family):
      var best = [Float](repeating: -.infinity, count: sides.shifts.count)
      for slice in family.slices {
        let logits = sides.logits(slice)
        for patch in best.indices {
          best[patch] = max(best[patch], logits.row(patch).max() ?? -.infinity)
        }
      }
      return best
    }
  }
}
