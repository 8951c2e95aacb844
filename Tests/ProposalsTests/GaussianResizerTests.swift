import Foundation
import Kernels
import Records
import Testing

@testable import Proposals

/// Pixels as transformers' processors prepare them; `scripts/golden/owl_pixels.py` wrote them.
struct GaussianResizerTests {
  private static let pictures = [
    (9, 7), (16, 16), (16, 5), (19, 24), (50, 40), (33, 100), (120, 2), (1, 1),
  ]
  private let mean: [Float] = [0.48145466, 0.4578275, 0.40821073]
  private let deviation: [Float] = [0.26862954, 0.26130258, 0.27577711]

  private func golden(_ name: String) throws -> Matrix {
    try Reference(
      ProposalsTests.golden.appending(path: "owl-pixels"), file: "pixels.safetensors"
    ).matrix(name)
  }

  private func picture(_ width: Int, _ height: Int) throws -> PixelImage {
    let rgb = try golden("\(width)x\(height)").values.map { UInt8($0) }
    return PixelImage(width: width, height: height, rgb: rgb)
  }

  @Test(arguments: pictures)
  func `OWLv2's pixels are those of transformers`(width: Int, height: Int) throws {
    let found = GaussianResizer(size: 16, mean: mean, deviation: deviation)
      .resize(try picture(width, height))
    let expected = try golden("\(width)x\(height) owlv2")
    #expect(found.values.count == expected.values.count)
    let largest = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? .infinity
    #expect(largest < 1e-5)
  }

  // Tall pictures are left out: Pillow 13 takes the vertical pass first there, earlier ones do not.
  @Test(arguments: pictures.filter { $0.0 >= $0.1 })
  func `OWL-ViT's pixels are those of transformers with Pillow`(width: Int, height: Int) throws {
    let image = try picture(width, height)
    let found = Resampler(size: 16, mode: .squash, mean: mean, deviation: deviation)
      .resample(image, box: PixelBox(image))
    let expected = try golden("\(width)x\(height) owlvit")
    #expect(found.values.count == expected.values.count)
    let largest = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? .infinity
    #expect(largest < 1e-5)
  }

  @Test func `The folder's interpolation decides how OWLv2 resizes`() throws {
    let from = ProposalsTests.golden.appending(path: "random-models/owlv2")
    let copy = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.copyItem(at: from, to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    let image = try picture(50, 40)
    for (resample, isBlurred) in [(2, true), (3, false)] {
      try Data(#"{"resample": \#(resample)}"#.utf8)
        .write(to: copy.appending(path: "preprocessor_config.json"))
      let proposer = OWLProposer(
        model: try OWLModel(folder: copy.path), options: OWLOptions(agnostic: .objectness),
        source: 0)
      let blurred = GaussianResizer(size: 64, mean: mean, deviation: deviation).resize(image)
      #expect((proposer.pixels(image) == blurred) == isBlurred)
      // Either way boxes are scaled by the longer side.
      let output = proposer.detect(image)
      let best = try #require(try proposer.propose(image, key: ImageKey("a")).first)
      let patch = try #require(output.objectnessLogits?.firstIndex(of: best.logit))
      #expect(abs(best.box.height - output.boxes[patch, 3] * 50) < 1e-3)
    }
  }
}
