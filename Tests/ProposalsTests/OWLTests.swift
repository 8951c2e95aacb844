import Foundation
import Kernels
import Records
import Testing
import Transformer

@testable import Proposals

struct OWLTests {
  private static func folder(_ kind: OWLKind) -> URL {
    golden.appending(path: "random-models/\(kind.rawValue)")
  }

  private func proposer(
    _ kind: OWLKind, source: UInt8 = 0, _ change: (inout OWLOptions) -> Void = { _ in }
  ) throws -> OWLProposer {
    let model = try OWLModel(folder: Self.folder(kind).path)
    var options = OWLOptions(agnostic: kind == .owlV2 ? .objectness : .none)
    change(&options)
    return OWLProposer(model: model, options: options, source: source)
  }

  private func queries(_ kind: OWLKind) throws -> OWLQueries {
    let reference = try Reference(Self.folder(kind))
    return OWLQueries(
      try OWLTextModel(folder: Self.folder(kind).path).encode(reference.texts()))
  }

  private func noise(_ width: Int, _ height: Int) -> PixelImage {
    PixelImage(
      width: width, height: height,
      rgb: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 7 &+ $0 >> 3) })
  }

  @Test(arguments: OWLKind.allCases)
  func `Boxes, objectness and class logits are those of transformers`(kind: OWLKind) throws {
    let folder = Self.folder(kind)
    let model = try OWLModel(folder: folder.path, kind: kind)
    let text = try OWLTextModel(folder: folder.path, kind: kind)
    let reference = try Reference(folder)
    #expect(model.imageSize == (kind == .owlV2 ? 64 : 56) && model.patches == 16)
    #expect(text.context == 8 && text.vocabularySize == 300)
    let boxes = try reference.matrix("boxes")
    let logits = try reference.matrix("logits")
    let outputs = try model.detect(reference.matrix("pixels"))
    #expect(outputs.count == 2)
    for (image, output) in outputs.enumerated() {
      #expect(output.isFinite)
      let rows = image * 16..<(image + 1) * 16
      close(output.boxes.values, boxes.rows(rows).values)
      if kind == .owlV2 {
        close(output.objectnessLogits ?? [], Array(try reference.matrix("objectness").row(image)))
      } else {
        #expect(output.objectnessLogits == nil)
      }
      let found = try model.classSides(output).logits(queries(kind))
      #expect(found.columns == 3)
      close(found.values, logits.rows(rows).values)
    }
  }

  private func close(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count && !found.isEmpty)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-4 * max(1, abs(b))) }
  }

  @Test func `Texts in several batches have the embeddings that they have alone`() throws {
    let text = try OWLTextModel(folder: Self.folder(.owlV2).path)
    let ids = try Reference(Self.folder(.owlV2)).texts()
    let many = (0..<600).map { ids[$0 % ids.count] }
    let alone = text.encode(ids)
    let together = text.encode(many)
    #expect(together.rows == 600)
    for row in 0..<600 {
      let expected = alone.row(row % ids.count)
      #expect(zip(together.row(row), expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(row)")
    }
    #expect(text.encode([]).rows == 0)
  }

  @Test func `Boxes are scaled by the longer side and stay with their patches`() throws {
    let proposer = try proposer(.owlV2, source: 7)
    let image = noise(30, 100)
    let output = proposer.detect(image)
    let logits = try #require(output.objectnessLogits)
    let proposals = try proposer.propose(image, key: ImageKey("a.jpg"))
    #expect(proposals.map(\.logit) == logits.sorted(by: >))
    for proposal in proposals {
      let patch = try #require(logits.firstIndex(of: proposal.logit))
      #expect(proposal.source == 7 && proposal.query == nil && proposal.classSide == nil)
      #expect(abs((proposal.box.x1 + proposal.box.x2) / 2 - output.boxes[patch, 0] * 100) < 1e-3)
      #expect(abs(proposal.box.height - output.boxes[patch, 3] * 100) < 1e-3)
      #expect(abs(proposal.score - 1 / (1 + exp(-proposal.logit))) < 1e-6)
    }
    #expect(try proposer.propose(image, key: ImageKey("b.jpg")) == proposals)
  }

  @Test func `OWL-ViT's boxes are scaled by each side, for it squashes`() throws {
    let queries = try queries(.owlViT)
    let proposer = try proposer(.owlViT) { $0.agnostic = .queries(queries) }
    let image = noise(30, 100)
    let output = proposer.detect(image)
    let logits = proposer.model.classSides(output).logits(queries)
    let best = (0..<16).map { logits.row($0).max() ?? 0 }
    let proposals = try proposer.propose(image, key: ImageKey("a.jpg"))
    #expect(proposals.map(\.logit) == best.sorted(by: >))
    for proposal in proposals {
      let patch = try #require(best.firstIndex(of: proposal.logit))
      #expect(abs((proposal.box.x1 + proposal.box.x2) / 2 - output.boxes[patch, 0] * 30) < 1e-3)
      #expect(abs(proposal.box.height - output.boxes[patch, 3] * 100) < 1e-3)
    }
    let resampler = Resampler(
      size: 56, mode: .squash, mean: proposer.model.pixelMean,
      deviation: proposer.model.pixelDeviation)
    #expect(proposer.pixels(image) == resampler.resample(image, box: PixelBox(image)))
  }

  @Test(arguments: OWLKind.allCases, [1, 2, 16])
  func `Each query has its best boxes, and they know it`(kind: OWLKind, top: Int) throws {
    let queries = try queries(kind)
    let proposer = try proposer(kind) {
      $0.agnostic = .none
      $0.classes = queries
      $0.topOfQuery = top
      $0.keepsClassSides = true
    }
    let image = noise(70, 50)
    let sides = proposer.model.classSides(proposer.detect(image))
    let logits = sides.logits(queries)
    let proposals = try proposer.propose(image, key: ImageKey("a.jpg"))
    #expect(proposals.count == 3 * top)
    for query in 0..<3 {
      let own = proposals.filter { $0.query == UInt32(query) }
      let ranked = (0..<16).map { logits[$0, query] }.sorted(by: >)
      #expect(own.map(\.logit) == Array(ranked.prefix(top)))
      for proposal in own {
        let side = try #require(proposal.classSide)
        let again = OWLClassSides(
          RegionClassSides(
            regions: [0], shifts: [side.shift], scales: [side.scale],
            embeddingSize: side.embedding.count, embeddings: side.embedding)
        ).logits(queries)
        // What f16 leaves of a cosine, times the patch's own scale.
        #expect(abs(again[0, query] - proposal.logit) <= 1e-3 * side.scale)
        #expect(abs(side.embedding.reduce(0) { $0 + Float($1) * Float($1) } - 1) < 2e-3)
      }
    }
  }

  @Test(arguments: OWLKind.allCases, [1, 16, 100, 256])
  func `Queries in slices have the bytes of all at once`(kind: OWLKind, sliceMax: Int) throws {
    let width = try OWLTextModel(folder: Self.folder(kind).path).encode(
      Reference(Self.folder(kind)).texts()
    ).columns
    var state: UInt64 = 7
    let embeddings = Matrix(
      rows: 300, columns: width,
      values: (0..<300 * width).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
      })
    func proposals(_ sliceMax: Int) throws -> [Proposal] {
      let queries = OWLQueries(embeddings, sliceMax: sliceMax)
      #expect(queries.count == 300)
      return try proposer(kind) {
        $0.agnostic = .queries(queries)
        $0.classes = queries
        $0.topOfQuery = 3
        $0.keepsClassSides = true
      }.propose(noise(70, 50), key: ImageKey("a.jpg"))
    }
    let whole = try proposals(300)
    #expect(whole.count == 16 + 900)
    #expect(try proposals(sliceMax) == whole)
    let sides = try proposer(kind).model.classSides(proposer(kind).detect(noise(70, 50)))
    #expect(
      sides.logits(OWLQueries(embeddings, sliceMax: sliceMax))
        == sides.logits(OWLQueries(embeddings, sliceMax: 300)))
  }

  @Test func `Class-agnostic and class-specific boxes come from one call`() throws {
    let queries = try queries(.owlV2)
    let proposer = try proposer(.owlV2) {
      $0.classes = queries
      $0.top = 4
    }
    let proposals = try proposer.propose(noise(40, 40), key: ImageKey("a.jpg"))
    #expect(proposals.map(\.query) == [nil, nil, nil, nil, 0, 1, 2])
  }

  @Test func `Padding is black, at the right and below`() throws {
    let proposer = try proposer(.owlV2)
    let white = PixelImage(width: 32, height: 64, rgb: [UInt8](repeating: 255, count: 6144))
    let pixels = proposer.pixels(white)
    let model = proposer.model
    for c in 0..<3 {
      for y in 0..<64 {
        for x in 0..<64 {
          let byte: Float = x < 32 ? 1 : 0
          let expected = (byte - model.pixelMean[c]) / model.pixelDeviation[c]
          #expect(abs(pixels[0, (c * 64 + y) * 64 + x] - expected) < 1e-5)
        }
      }
    }
  }

  @Test(arguments: [(1, 200), (200, 1), (50, 50), (70, 30), (64, 65), (129, 200)])
  func `Pixels are those of the image cropped to a square`(width: Int, height: Int) throws {
    let proposer = try proposer(.owlV2)
    let image = noise(width, height)
    let side = max(width, height)
    let square = image.cropped(to: PixelBox(left: 0, top: 0, width: side, height: side))
    #expect(proposer.pixels(image) == proposer.pixels(square))
    let resampler = Resampler(
      size: 64, mode: .squash, mean: proposer.model.pixelMean,
      deviation: proposer.model.pixelDeviation)
    #expect(proposer.pixels(image) == resampler.resample(square, box: PixelBox(square)))
  }

  @Test(arguments: OWLKind.allCases)
  func `A long thin image is proposed on`(kind: OWLKind) throws {
    let queries = try queries(kind)
    let proposer = try proposer(kind) { $0.agnostic = .queries(queries) }
    let line = PixelImage(
      width: 20_000, height: 2, rgb: [UInt8](repeating: 255, count: 120_000))
    #expect(try proposer.propose(line, key: ImageKey("line.png")).count == 16)
  }

  @Test func `8-bit towers give nearly the same objectness`() throws {
    let reference = try Reference(Self.folder(.owlV2))
    let model = try OWLModel(folder: Self.folder(.owlV2).path, precision: .int8)
    let exact = try reference.matrix("objectness")
    var largest: Float = 0
    for (image, output) in try model.detect(reference.matrix("pixels")).enumerated() {
      for (a, b) in zip(output.objectnessLogits ?? [], exact.row(image)) {
        largest = max(largest, abs(a - b))
      }
    }
    #expect(largest > 0 && largest < 0.2, "\(largest)")
  }
}
