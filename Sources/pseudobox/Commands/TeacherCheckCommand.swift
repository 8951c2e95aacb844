import ArgumentParser
import CLIP
import Codecs
import Foundation
import Kernels
import Labeling
import Records

/// `pseudobox teacher check`: loads a CLIP, says what it is, and embeds a picture and a text.
struct TeacherCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Loads a CLIP folder, shows what it holds, and embeds images and texts.",
    discussion: """
      Reads everything that a run would read and names all that is wrong: 66 for missing files, 65 \
      for files that do not fit. With --embeddings the numbers are written as tensors for comparing \
      them with another implementation: image_embeddings, text_embeddings (un-normalised), pixels \
      as the image tower takes them, and token_ids, filled up with -1.

        pseudobox teacher check pipelines/bundled/models/small-clip --text "a red car"
      """)

  @Argument(help: "A folder from Hugging Face or open_clip.", completion: .directory)
  var folder: String

  @Option(help: "A JPEG or PNG file to embed; may be repeated. Default: a built-in test picture.")
  var image: [String] = []

  @Option(help: "A text to embed; may be repeated.")
  var text: [String] = []

  @Option(
    help: "How a picture becomes a square: shortest_center (CLIP's own way), squash or pad.",
    transform: choice)
  var crop: CropMode = .shortestCenter

  @Option(help: "Arithmetic of the image tower: f32 or int8.", transform: choice)
  var precision: Precision = .f32

  @Flag(help: "Prints one line of JSON.")
  var json = false

  @Option(
    help: "Writes embeddings, pixels and token ids to this file.",
    completion: .file(extensions: ["safetensors"]))
  var embeddings: String?

  func run() throws {
    let check = try TeacherCheck(folder: folder, precision: precision)
    let images = try image.isEmpty ? [TeacherCheck.testImage] : image.map(decoded)
    let texts = text.isEmpty ? ["a photo of a cat", "a photo of a dog"] : text
    let pixels = check.pixels(images, mode: crop)
    let tokens = check.tokens(texts)
    let result = TeacherCheckText(
      check: check, imageNames: image.isEmpty ? ["(built-in picture)"] : image, texts: texts,
      tokens: tokens, images: check.embed(pixels: pixels), textEmbeddings: check.embed(texts: texts)
    )
    try EmbeddingFault.check(result.images) { result.imageNames[$0] }
    try EmbeddingFault.check(result.textEmbeddings) { texts[$0].debugDescription }
    if let embeddings {
      try DurableFile.replace(result.tensors(pixels: pixels), at: embeddings)
    }
    Terminal.output(json ? try result.json() : Terminal.shown(result.text))
  }

  private func decoded(_ path: String) throws -> PixelImage {
    switch ImageDecoder.decode(try readFile(path, bytesMax: 1 << 30)) {
    case .success(let image): return image
    case .failure(let rejection): throw RejectedImage(path: path, rejection: rejection)
    }
  }
}

/// The case that an option's text names.
private func choice<Choice>(_ text: String) throws -> Choice
where Choice: CaseIterable & RawRepresentable<String> {
  guard let choice = Choice(rawValue: text) else {
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("expected one of \(names), found '\(text)'")
  }
  return choice
}

/// A picture on the command line that cannot be decoded.
struct RejectedImage: Error, CustomStringConvertible {
  let path: String
  let rejection: Rejection

  var description: String { "\(path): \(rejection.reason.rawValue): \(rejection.detail)" }
}
