import Codecs
import Foundation
import Kernels
import Proposals
import Records
import Testing

/// The bundled proposer on bundled scenes, against what transformers and Pillow make of them.
struct SmallOWLTests {
  private struct Expected: Decodable {
    struct Query: Decodable {
      var ids: [Int32]
      var embedding_normalised: [Float]
    }
    struct Patch: Decodable {
      var index: Int
      var objectness_logit: Float
      var box_cxcywh: [Float]
      var query_logits: [Float]?
    }
    struct Image: Decodable {
      var file_name: String
      var patches: [Patch]
    }
    var queries: [Query]
    var images: [Image]
  }

  private let bundled = golden.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "pipelines/bundled")
  private let proposer: OWLProposer
  private let text: OWLTextModel
  private let expected: Expected

  init() throws {
    let folder = bundled.appending(path: "models/small-owlv2").path
    proposer = OWLProposer(
      model: try OWLModel(folder: folder), options: OWLOptions(agnostic: .objectness), source: 0)
    text = try OWLTextModel(folder: folder)
    let json = try Data(contentsOf: golden.appending(path: "small-models/small-owlv2.json"))
    expected = try JSONDecoder().decode(Expected.self, from: json)
  }

  private func isClose(_ found: Float, _ reference: Float) -> Bool {
    abs(found - reference) <= 1e-3 * max(1, abs(reference))
  }

  @Test func `Queries are embedded as by transformers`() {
    let found = text.encode(expected.queries.map(\.ids))
    for (row, query) in expected.queries.enumerated() {
      for (a, b) in zip(found.row(row), query.embedding_normalised) { #expect(abs(a - b) <= 1e-4) }
    }
  }

  @Test func `The best patches are those of transformers`() throws {
    let queries = OWLQueries(text.encode(expected.queries.map(\.ids)))
    #expect(!expected.images.isEmpty)
    for image in expected.images {
      let bytes = try Data(contentsOf: bundled.appending(path: "scenes/images/\(image.file_name)"))
      let output = proposer.detect(try ImageDecoder.decode(Array(bytes)).get())
      let logits = proposer.model.classSides(output).logits(queries)
      #expect(image.patches.count > 10)
      for patch in image.patches {
        let objectness = try #require(output.objectnessLogits)
        #expect(isClose(objectness[patch.index], patch.objectness_logit))
        for (a, b) in zip(output.boxes.row(patch.index), patch.box_cxcywh) {
          #expect(isClose(a, b))
        }
        for (a, b) in zip(logits.row(patch.index), patch.query_logits ?? []) {
          #expect(isClose(a, b))
        }
      }
    }
  }
}
