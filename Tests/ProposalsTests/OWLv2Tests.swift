import Foundation
import Kernels
import Proposals
import Records
import Testing

struct OWLv2Tests {
  private let folder = golden.appending(path: "random-models/owlv2")

  @Test func `Boxes, objectness and class logits are those of transformers`() throws {
    let model = try OWLv2Model(folder: folder.path)
    let reference = try Reference(folder)
    #expect(model.imageSize == 64 && model.patches == 16 && model.context == 8)
    let queries = try model.encodeQueries(reference.texts())
    let boxes = try reference.matrix("boxes")
    let objectness = try reference.matrix("objectness")
    let logits = try reference.matrix("logits")
    let outputs = try model.detect(reference.matrix("pixels"))
    #expect(outputs.count == 2)
    for (image, output) in outputs.enumerated() {
      let rows = image * 16..<(image + 1) * 16
      close(output.boxes.values, boxes.rows(rows).values)
      close(output.objectnessLogits, Array(objectness.row(image)))
      let found = model.classLogits(output, queries: queries)
      #expect(found.columns == 3)
      close(found.values, logits.rows(rows).values)
    }
  }

  private func close(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count && !found.isEmpty)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-4 * max(1, abs(b))) }
  }

  @Test func `Boxes are scaled by the longer side and stay with their patches`() throws {
    let proposer = try OWLv2Proposer(folder: folder.path, source: 7)
    let image = PixelImage(
      width: 30, height: 100, rgb: (0..<9000).map { UInt8(truncatingIfNeeded: $0 * 31) })
    let output = proposer.detect(image)
    let proposals = proposer.propose(image, key: ImageKey("a.jpg"))
    #expect(proposals.count == 16)
    for (patch, proposal) in proposals.enumerated() {
      #expect(proposal.source == 7)
      #expect(abs((proposal.box.x1 + proposal.box.x2) / 2 - output.boxes[patch, 0] * 100) < 1e-3)
      #expect(abs(proposal.box.height - output.boxes[patch, 3] * 100) < 1e-3)
      #expect(proposal.logit == output.objectnessLogits[patch])
      #expect(abs(proposal.score - 1 / (1 + exp(-proposal.logit))) < 1e-6)
    }
    #expect(proposer.propose(image, key: ImageKey("b.jpg")) == proposals)
  }

  @Test func `Padding is black, at the right and below`() throws {
    let proposer = try OWLv2Proposer(folder: folder.path, source: 0)
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
    let proposer = try OWLv2Proposer(folder: folder.path, source: 0)
    let image = PixelImage(
      width: width, height: height,
      rgb: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 7 &+ $0 >> 3) })
    let side = max(width, height)
    let square = image.cropped(to: PixelBox(left: 0, top: 0, width: side, height: side))
    #expect(proposer.pixels(image) == proposer.pixels(square))
    let resampler = Resampler(
      size: 64, mode: .squash, mean: proposer.model.pixelMean,
      deviation: proposer.model.pixelDeviation)
    #expect(proposer.pixels(image) == resampler.resample(square, box: PixelBox(square)))
  }

  @Test func `A long thin image is proposed on`() throws {
    let proposer = try OWLv2Proposer(folder: folder.path, source: 0)
    let line = PixelImage(
      width: 20_000, height: 2, rgb: [UInt8](repeating: 255, count: 120_000))
    #expect(proposer.propose(line, key: ImageKey("line.png")).count == 16)
  }
}
