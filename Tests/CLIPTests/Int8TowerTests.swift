import CLIP
import Foundation
import Kernels
import Testing
import Transformer

struct Int8TowerTests {
  /// The towers here are 32 to 64 columns wide, so that rounding errors average out less than in a
  /// real one: those agree to 0.9998 (scripts/check-int8).
  @Test(arguments: ["clip-quick-gelu", "clip-gelu", "open-clip-vit"])
  func `Image embeddings of 8 bits point where those of floats do`(name: String) throws {
    let folder = golden.appending(path: "random-models/\(name)")
    let exact = try CLIPModel(folder: folder.path)
    let rounded = try CLIPModel(folder: folder.path, precision: .int8)
    #expect(exact.precision == .f32 && rounded.precision == .int8)
    let pixels = try Reference(folder).matrix("pixels")
    let found = rounded.encodeImages(pixels)
    let (cosine, difference) = compare(found, exact.encodeImages(pixels))
    #expect(cosine > 0.998, "\(cosine)")
    #expect(difference > 1e-6, "this is the tower of floats")
    for row in 0..<pixels.rows {
      #expect(rounded.encodeImages(pixels.rows(row..<row + 1)) == found.rows(row..<row + 1))
    }
  }

  @Test func `Text embeddings are the same bytes`() throws {
    let folder = golden.appending(path: "random-models/clip-gelu")
    let texts = try Reference(folder).texts()
    let exact = try CLIPModel(folder: folder.path).encodeTokens(texts)
    #expect(try CLIPModel(folder: folder.path, precision: .int8).encodeTokens(texts) == exact)
  }

  @Test func `A ResNet of 8-bit products is refused, one of floats can be had from its folder`()
    throws
  {
    let folder = golden.appending(path: "random-models/open-clip-resnet").path
    #expect(throws: RegionModeError.int8NeedsVisionTransformer) {
      try CLIPModel(folder: folder, precision: .int8)
    }
    #expect(try CLIPModel(folder: folder).precision == .f32)
  }

  @Test func `A tower whose sums would overflow is refused`() throws {
    let copy = try FolderCopy("clip-gelu")
    try copy.replace("\"intermediate_size\": 100", by: "\"intermediate_size\": 70000")
    let error = #expect(throws: ConfigurationError.self) {
      try CLIPModel(folder: copy.url.path, precision: .int8)
    }
    #expect(error?.key == "precision")
  }
}
