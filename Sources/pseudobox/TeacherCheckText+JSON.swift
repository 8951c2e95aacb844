import CLIP
import Codecs
import Foundation
import Kernels
import Labeling

extension TeacherCheckText {
  private struct Tower: Encodable {
    var kind: String
    var width: Int
    var layers: [Int]
    var heads: Int
    var patch_size: Int?
    var activation: String
    var parameters: Int

    init(_ tower: CLIPSummary.Tower) {
      kind = tower.kind
      width = tower.width
      layers = tower.layers
      heads = tower.heads
      patch_size = tower.patchSize
      activation = tower.activation
      parameters = tower.parameters
    }
  }

  private struct Document: Encodable {
    struct File: Encodable {
      var bytes: Int
      var sha256: String
    }
    struct Tokenizer: Encodable {
      var file: String
      var size: Int
      var start: Int32
      var end: Int32
    }
    struct Image: Encodable {
      var name: String
      var norm: Double
      var cosines: [Float]
    }
    struct Text: Encodable {
      var text: String
      var ids: [Int32]
      var truncated: Bool
      var norm: Double
    }

    var format: String
    var image_tower: Tower
    var text_tower: Tower
    var embedding_size: Int
    var image_size: Int
    var context: Int
    var vocabulary_size: Int
    var parameters: Int
    var types: [String: Int]
    var mean: [Float]
    var deviation: [Float]
    var interpolation: String
    var tokenizer: Tokenizer
    var kernels: String
    var load_seconds: Double
    var digest: String
    var files: [String: File]
    var images: [Image]
    var texts: [Text]
  }

  /// One line of JSON with sorted keys.
  func json() throws -> String {
    let summary = check.summary
    let document = Document(
      format: summary.format, image_tower: Tower(summary.image), text_tower: Tower(summary.text),
      embedding_size: summary.embeddingSize, image_size: summary.imageSize,
      context: summary.context, vocabulary_size: summary.vocabularySize,
      parameters: summary.parameters, types: summary.types, mean: summary.pixelMean,
      deviation: summary.pixelDeviation, interpolation: summary.interpolation,
      tokenizer: Document.Tokenizer(
        file: check.tokenizer.path, size: check.tokenizer.size, start: check.tokenizer.startID,
        end: check.tokenizer.endID),
      kernels: KernelLevel.current.family, load_seconds: check.loadSeconds,
      digest: check.digest.hex,
      files: Dictionary(
        uniqueKeysWithValues: check.files.map {
          ($0.name, Document.File(bytes: $0.bytes, sha256: $0.digest.hex))
        }),
      images: imageNames.enumerated().map { row, name in
        Document.Image(name: name, norm: Self.norm(images.row(row)), cosines: cosines[row])
      },
      texts: texts.enumerated().map { row, text in
        Document.Text(
          text: text, ids: tokens[row].ids, truncated: tokens[row].isTruncated,
          norm: Self.norm(textEmbeddings.row(row)))
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}
