import Kernels
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
    #expect(
      ProposalChain([.suppress(overlapMax: 0.5)]).apply(pair, to: image, key: key).kept.count == 2)
    #expect(
      ProposalChain([.suppress(overlapMax: 0.499)]).apply(pair, to: image, key: key).kept.count == 1
    )
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
    let kept = ProposalChain([.suppress(overlapMax: 0.4)]).apply(proposals, to: image, key: key)
      .kept
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

  @Test func `Suppression asks only boxes of the same scope`() {
    func same(_ score: Float, source: UInt8, query: UInt32?) -> Proposal {
      Proposal(
        box: Box(x1: 0, y1: 0, x2: 10, y2: 10), score: score, logit: 0, source: source,
        query: query)
    }
    let proposals = [
      same(0.9, source: 0, query: nil), same(0.8, source: 0, query: nil),
      same(0.7, source: 0, query: 3), same(0.6, source: 0, query: 4),
      same(0.5, source: 1, query: 3), same(0.4, source: 1, query: 3),
    ]
    for (scope, kept) in [
      (ProposalChain.Scope.all, [0]), (.source, [0, 4]), (.query, [0, 2, 3, 4]),
    ] {
      let chain = ProposalChain([.suppress(overlapMax: 0.5, scope: scope)])
      #expect(chain.apply(proposals, to: image, key: key).kept == kept.map { proposals[$0] })
    }
  }

  @Test func `Groups of high numbers suppress like the first`() {
    let pair = [proposal(0, 0, 10.2, 10, 0.9), proposal(0, 0, 10.2, 5.05, 0.8)]
    let chain = ProposalChain([.suppress(overlapMax: 0.5, scope: .query)])
    for query in [UInt32(0), 5, 100_000, .max] {
      let asked = pair.map { old in
        var new = old
        new.query = query
        return new
      }
      #expect(chain.apply(asked, to: image, key: key).kept.count == 1, "query \(query)")
    }
  }

  @Test func `Inclusive edges end at the last pixel and measure one more`() {
    let result = ProposalChain([.clip(.inclusive)]).apply(
      [proposal(-3, 2, 140, 100, 0.9), proposal(99.5, 0, 120, 9, 0.8)], to: image, key: key)
    #expect(result.kept.map(\.box) == [Box(x1: 0, y1: 2, x2: 99, y2: 99)])
    #expect(result.cut == 1)
    #expect(result.dropped == [1])
    // 10 x 10 against 10 x 5 continuous is 0.5; 11 x 11 against 11 x 6 inclusive is 0.545.
    let pair = [proposal(0, 0, 10, 10, 0.9), proposal(0, 0, 10, 5, 0.8)]
    for (convention, count) in [(BoxSuppression.Convention.continuous, 2), (.inclusive, 1)] {
      let chain = ProposalChain([.suppress(overlapMax: 0.5, convention: convention)])
      #expect(chain.apply(pair, to: image, key: key).kept.count == count)
    }
  }

  @Test func `A sample keeps the ranks, depends on seed and key, and favours none`() {
    let proposals = (0..<12).map { proposal(Float($0), 0, Float($0) + 5, 5, 1 - Float($0) / 20) }
    var counts = [Int](repeating: 0, count: 12)
    var seen: Set<[Int]> = []
    for image in 0..<3000 {
      let key = ImageKey("\(image).jpg")
      let chain = ProposalChain([.sample(4, seed: 7)])
      let kept = chain.apply(proposals, to: self.image, key: key).kept
      let places = kept.compactMap(proposals.firstIndex)
      #expect(places.count == 4 && places == places.sorted())
      #expect(chain.apply(proposals.reversed(), to: self.image, key: key).kept == kept)
      for place in places { counts[place] += 1 }
      seen.insert(places)
    }
    // 1000 expected each, with a deviation of 26.
    #expect(counts.allSatisfy { (870...1130).contains($0) }, "\(counts)")
    // 495 choices, all of which 3000 draws should have found but for one or two.
    #expect(seen.count > 485)
    let one = ProposalChain([.sample(4, seed: 1)]).apply(proposals, to: image, key: key).kept
    let other = ProposalChain([.sample(4, seed: 2)]).apply(proposals, to: image, key: key).kept
    #expect(one != other)
    let all = ProposalChain([.sample(12, seed: 1)]).apply(proposals, to: image, key: key).kept
    #expect(all == proposals)
  }

  @Test func `A chain says what it does on one line`() {
    let chain = ProposalChain([
      .clip(), .suppress(overlapMax: 0.7, scope: .query, convention: .inclusive), .best(300),
      .sample(100, seed: 3),
    ])
    #expect(chain.summary == "clip, nms 0.7 query plus_one, top 300, sample 100 seed 3")
  }
}
