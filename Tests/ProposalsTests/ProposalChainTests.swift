import Proposals
import Records
import Testing

struct ProposalChainTests {
  private let key = ImageKey("a.jpg")
  private let image = PixelImage(width: 100, height: 100, rgb: [UInt8](repeating: 0, count: 30000))

  private func proposal(
    _ x1: Float, _ y1: Float, _ x2: Float, _ y2: Float, _ score: Float
  ) -> Proposal {
    Proposal(box: Box(x1: x1, y1: y1, x2: x2, y2: y2), score: score, logit: score, source: 0)
  }

  /// A box somewhere in the image, with one of `scores` scores.
  private func scattered(_ i: Int, scores: Int) -> Proposal {
    let x = Float(i * 37 % 80)
    let y = Float(i * 53 % 80)
    let width = Float(10 + i % 20)
    let height = Float(8 + i % 15)
    return proposal(x, y, x + width, y + height, Float(i * 7 % scores) / Float(scores))
  }

  @Test func `Each step counts what it drops, in the chain's order`() {
    let chain = ProposalChain([
      .clip(), .minimumSide(pixels: 5), .minimumScore(0.2), .suppress(overlapMax: 0.5), .best(2),
    ])
    let result = chain.apply(
      [
        proposal(-10, -10, 50, 50, 0.9), proposal(0, 0, 50, 50, 0.8),
        proposal(60, 60, 90, 90, 0.7), proposal(0, 60, 30, 90, 0.6),
        proposal(150, 0, 200, 50, 0.99), proposal(98, 0, 200, 50, 0.95),
        proposal(60, 0, 90, 30, 0.1), proposal(.nan, 0, 1, 1, 0.5), proposal(0, 0, 9, 9, .nan),
      ], to: image, key: key)
    var cut = proposal(-10, -10, 50, 50, 0.9)
    cut.box = Box(x1: 0, y1: 0, x2: 50, y2: 50)
    #expect(result.kept == [cut, proposal(60, 60, 90, 90, 0.7)])
    #expect(result.invalid == 2)
    #expect(result.dropped == [1, 1, 1, 1, 1])
  }

  @Test func `Suppression keeps an overlap equal to the limit`() {
    let pair = [proposal(0, 0, 10, 10, 0.9), proposal(0, 0, 10, 5, 0.8)]
    #expect(ProposalChain([.suppress(overlapMax: 0.5)]).apply(pair, to: image, key: key).kept.count == 2)
    #expect(ProposalChain([.suppress(overlapMax: 0.499)]).apply(pair, to: image, key: key).kept.count == 1)
  }

  @Test func `The order of the input does not matter, ties included`() {
    let chain = ProposalChain([.clip(), .suppress(overlapMax: 0.3), .best(20)])
    let proposals = (0..<80).map { scattered($0, scores: 3) }
    let expected = chain.apply(proposals, to: image, key: key)
    #expect(expected.kept.count == 20)
    // Steps without a common factor with 80 visit every proposal once.
    for step in [3, 7, 11, 27, 39, 61, 79] {
      let shuffled = proposals.indices.map { proposals[$0 * step % 80] }
      #expect(chain.apply(shuffled, to: image, key: key) == expected, "step \(step)")
    }
  }

  @Test func `Suppression leaves no pair above the limit and nothing without a reason`() {
    let proposals = (0..<150).map { scattered($0, scores: 101) }
    let kept = ProposalChain([.suppress(overlapMax: 0.4)]).apply(proposals, to: image, key: key).kept
    for (i, a) in kept.enumerated() {
      for b in kept[(i + 1)...] { #expect(a.box.iou(with: b.box) <= 0.4) }
    }
    for proposal in proposals where !kept.contains(proposal) {
      let reason = kept.contains {
        Proposal.ranksBefore($0, proposal) && $0.box.iou(with: proposal.box) > 0.4
      }
      #expect(reason)
    }
  }
}
