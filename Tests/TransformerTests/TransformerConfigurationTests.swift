import Foundation
import Kernels
import Testing
import Transformer

struct TransformerConfigurationTests {
  private func decode(_ json: String) throws -> TransformerConfiguration {
    try JSONDecoder().decode(TransformerConfiguration.self, from: Data(json.utf8))
  }

  private func settings(_ json: String) throws -> BlockSettings {
    try decode(json).blockSettings(
      defaultWidth: 768, defaultHiddenWidth: 3072, defaultHeads: 12, isCausal: false, path: "c")
  }

  @Test func `What a file leaves out has the class's default`() throws {
    #expect(
      try settings("{\"unknown\": null}")
        == BlockSettings(
          width: 768, hiddenWidth: 3072, layers: 12, heads: 12, activation: .quickGELU,
          epsilon: 1e-5, isCausal: false))
    #expect(try settings("{\"hidden_act\": \"gelu\", \"layer_norm_eps\": 1e-6}").epsilon == 1e-6)
  }

  @Test func `Repeated settings win where they are given`() throws {
    let base = try decode("{\"hidden_size\": 512, \"num_hidden_layers\": 3}")
    let merged = base.overridden(by: try decode("{\"hidden_size\": 768, \"patch_size\": 14}"))
    #expect(merged.hiddenSize == 768 && merged.layers == 3 && merged.patchSize == 14)
    #expect(base.overridden(by: nil) == base)
  }

  @Test(arguments: [
    ("{\"num_hidden_layers\": 0}", "num_hidden_layers"),
    ("{\"hidden_size\": -8}", "hidden_size"),
    ("{\"intermediate_size\": 9223372036854775807}", "intermediate_size"),
    ("{\"num_attention_heads\": 7}", "num_attention_heads"),
    ("{\"hidden_act\": \"swish\"}", "hidden_act"),
  ])
  func `Impossible sizes are errors that name their key`(json: String, key: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try settings(json) }
    #expect(error?.key == key && error?.path == "c")
  }
}
