import CLIP
import Codecs
import Foundation
import Kernels
import Labeling

/// What `pseudobox teacher check` prints and writes.
struct TeacherCheckText {
  let check: TeacherCheck
  let imageNames: [String]
  let texts: [String]
  let tokens: [TokenizedText]
  /// Un-normalised, `[images, size]`.
  let images: Matrix
  /// Un-normalised, `[texts, size]`.
  let textEmbeddings: Matrix

  /// Cosines `[images][texts]`.
  var cosines: [[Float]] {
    let (left, right) = (images.normalizedRows(), textEmbeddings.normalizedRows())
    return (0..<left.rows).map { image in
      (0..<right.rows).map { text in
        zip(left.row(image), right.row(text)).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  static func norm(_ row: ArraySlice<Float>) -> Double {
    row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// Lines for people.
  var text: String {
    let summary = check.summary
    var rows = [
      ("format", summary.format),
      (
        "image tower",
        Self.line(summary.image, "\(summary.imageSize) x \(summary.imageSize) pixels")
      ),
      ("text tower", Self.line(summary.text, "\(summary.context) tokens")),
      ("embedding", "\(summary.embeddingSize) columns"),
      ("parameters", Self.grouped(summary.parameters)),
      (
        "element types",
        summary.types.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value) tensors" }
          .joined(separator: ", ")
      ),
      (
        "pixels",
        "\(summary.interpolation), mean \(summary.pixelMean), deviation \(summary.pixelDeviation)"
      ),
      (
        "tokenizer",
        "\(check.tokenizer.path): \(check.tokenizer.size) ids, start \(check.tokenizer.startID), "
          + "end \(check.tokenizer.endID)"
      ),
      ("kernels", KernelLevel.current.family),
      ("loaded in", String(format: "%.2f s", check.loadSeconds)),
      ("digest", check.digest.hex),
    ]
    rows += check.files.map {
      ("  \($0.name)", "\(Self.grouped($0.bytes)) bytes, \($0.digest.hex)")
    }
    var lines = rows.map { Self.padded($0.0) + $0.1 + "\n" }.joined()
    for (row, name) in imageNames.enumerated() {
      lines += String(format: "\nimage %@: norm %.4f\n", name, Self.norm(images.row(row)))
      for (column, text) in texts.enumerated() {
        let cut = tokens[column].isTruncated ? ", cut to fit" : ""
        lines += String(
          format: "  cosine %+.5f  %@ (norm %.4f, %d tokens%@)\n", cosines[row][column],
          text.debugDescription, Self.norm(textEmbeddings.row(column)), tokens[column].ids.count,
          cut)
      }
    }
    return lines
  }

  private static func line(_ tower: CLIPSummary.Tower, _ input: String) -> String {
    let layers = tower.layers.map(String.init).joined(separator: "-")
    let patch = tower.patchSize.map { ", patches of \($0)" } ?? ""
    return "\(tower.kind), width \(tower.width), \(layers) layers, \(tower.heads) heads\(patch), "
      + "\(tower.activation), \(input), \(grouped(tower.parameters)) parameters"
  }

  private static func padded(_ name: String) -> String {
    name.padding(toLength: max(16, name.count + 2), withPad: " ", startingAt: 0)
  }

  private static func grouped(_ number: Int) -> String {
    var digits = Array("\(number)".reversed())
    for place in stride(from: 3, to: digits.count, by: 3).reversed() {
      digits.insert(",", at: place)
    }
    return String(digits.reversed())
  }

  /// The tensors for another implementation to compare with.
  func tensors(pixels: Matrix) -> [UInt8] {
    let side = check.summary.imageSize
    var writer = SafetensorsWriter(metadata: [
      "images": imageNames.joined(separator: "\n"), "texts": texts.joined(separator: "\n"),
      "digest": check.digest.hex, "kernels": KernelLevel.current.family,
    ])
    writer.add("image_embeddings", shape: [images.rows, images.columns], floats: images.values)
    writer.add(
      "text_embeddings", shape: [textEmbeddings.rows, textEmbeddings.columns],
      floats: textEmbeddings.values)
    writer.add("pixels", shape: [pixels.rows, 3, side, side], floats: pixels.values)
    let length = tokens.map(\.ids.count).max() ?? 0
    let ids = tokens.flatMap { text in
      text.ids.map(Float.init) + [Float](repeating: -1, count: length - text.ids.count)
    }
    // Ids below 2^24 are exact as floats.
    writer.add("token_ids", shape: [tokens.count, length], floats: ids)
    return writer.bytes()
  }
}
