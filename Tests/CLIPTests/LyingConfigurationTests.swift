import CLIP
import Foundation
import Testing
import Transformer

/// Configurations that are plausible by themselves and do not describe the weights beside them.
struct LyingConfigurationTests {
  @Test(arguments: [
    ("clip-gelu", "\"image_size\": 40", "\"image_size\": 48", "position_embedding"),
    ("clip-gelu", "\"patch_size\": 8", "\"patch_size\": 4", "patch_embedding"),
    ("clip-gelu", "\"patch_size\": 8", "\"patch_size\": 7", "patch_embedding"),
    ("clip-gelu", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4", "layers.3."),
    ("clip-gelu", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2", "layers.2."),
    ("clip-gelu", "\"hidden_size\": 48", "\"hidden_size\": 60", "pre_layrnorm"),
    ("clip-gelu", "\"intermediate_size\": 72", "\"intermediate_size\": 80", "mlp.fc1"),
    ("clip-gelu", "\"projection_dim\": 24", "\"projection_dim\": 32", "visual_projection"),
    ("clip-gelu", "\"vocab_size\": 300", "\"vocab_size\": 301", "token_embedding"),
    ("clip-gelu", "\"max_position_embeddings\": 20", "\"max_position_embeddings\": 77", "position"),
    ("open-clip-vit", "\"image_size\": 40", "\"image_size\": 80", "positional_embedding"),
    ("open-clip-vit", "\"patch_size\": 8", "\"patch_size\": 10", "visual.conv1"),
    ("open-clip-vit", "\"width\": 48", "\"width\": 64", "visual.ln_pre"),
    ("open-clip-vit", "\"embed_dim\": 24", "\"embed_dim\": 512", "visual.proj"),
    ("open-clip-resnet", "\"width\": 6", "\"width\": 8", "visual.conv1"),
    ("open-clip-resnet", "\"image_size\": 96", "\"image_size\": 128", "attnpool"),
    ("open-clip-resnet", "\"embed_dim\": 24", "\"embed_dim\": 40", "attnpool.c_proj"),
    ("open-clip-resnet", "\"vocab_size\": 300", "\"vocab_size\": 49408", "token_embedding"),
  ])
  func `A size that the weights do not have is told by tensor`(
    folder: String, from: String, to: String, tensor: String
  ) throws {
    let copy = try FolderCopy(folder)
    try copy.replace(from, by: to)
    do {
      _ = try CLIPModel(folder: copy.url.path)
      Issue.record("a lie was believed: \(to)")
    } catch let error as CheckpointError {
      #expect(!error.problems.isEmpty && error.description.contains(tensor), "\(error)")
    } catch let error as ConfigurationError {
      // Some lies are seen before the weights are: the preprocessing says another size, or what
      // is asked for cannot be in a file of this size.
      #expect(["image_size", "vocab_size"].contains { from.contains($0) }, "\(error)")
    }
  }

  @Test(arguments: [
    ("clip-gelu", "\"num_attention_heads\": 3", "\"num_attention_heads\": 5"),
    ("clip-gelu", "\"image_size\": 40", "\"image_size\": 4"),
    ("open-clip-vit", "\"head_width\": 16", "\"head_width\": 17"),
    ("open-clip-resnet", "\"layers\": 2", "\"layers\": 100000"),
  ])
  func `A size that fits nothing is told by key`(folder: String, from: String, to: String) throws {
    let copy = try FolderCopy(folder)
    try copy.replace(from, by: to)
    #expect(throws: ConfigurationError.self) { try CLIPModel(folder: copy.url.path) }
  }
}
