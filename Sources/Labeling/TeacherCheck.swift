public import CLIP
public import Codecs
internal import Foundation
public import Kernels
public import Records

/// A teacher's folder, loaded and looked at: what `pseudobox teacher check` shows.
public struct TeacherCheck: Sendable {
  /// What the folder says it is.
  public let summary: CLIPSummary
  /// The tokenizer's file, number of ids, ids of start and end.
  public let tokenizer: CLIPTokenizer.Summary
  /// SHA-256 of each file that decides an embedding, by name.
  public let files: [(name: String, bytes: Int, digest: SHA256Digest)]
  /// The digest of the folder as plans record it.
  public let digest: SHA256Digest
  /// Seconds that reading, checking and packing the weights took.
  public let loadSeconds: Double

  private let model: CLIPModel
  private let texts: CLIPTokenizer

  /// Loads the folder.
  ///
  /// - Throws: `TeacherProblems` with everything that is wrong.
  public init(folder path: String, precision: Precision = .f32) throws {
    var problems: [any Error] = []
    func attempt<Value>(_ make: () throws -> Value) -> Value? {
      do {
        return try make()
      } catch {
        // The summary and the model read the same files and fail in the same way.
        if !problems.contains(where: { "\($0)" == "\(error)" }) { problems.append(error) }
        return nil
      }
    }
    let summary = attempt { try CLIPSummary(folder: path) }
    let clock = ContinuousClock()
    let start = clock.now
    let model = attempt { try CLIPModel(folder: path, precision: precision) }
    let seconds = start.duration(to: clock.now)
    let tokenizer = attempt { () throws -> CLIPTokenizer in
      guard let model else { return try CLIPTokenizer(folder: path) }
      return try CLIPTokenizer(folder: path, for: model)
    }
    let files = attempt { try CheckpointFolder(path: path).files() }
    guard problems.isEmpty, let summary, let model, let tokenizer, let files else {
      throw TeacherProblems(folder: path, problems: problems)
    }
    self.summary = summary
    self.model = model
    self.tokenizer = tokenizer.summary
    self.files = files
    digest = CheckpointFolder.digest(of: files)
    texts = tokenizer
    loadSeconds = Double(seconds / .milliseconds(1)) / 1000
  }

  /// Images as the tower takes them, `[images, 3 * side * side]`: resized and cut as CLIP's own
  /// preprocessing does unless `mode` says otherwise, then normalised.
  public func pixels(_ images: [PixelImage], mode: CropMode = .shortestCenter) -> Matrix {
    let resampler = Resampler(
      size: model.imageSize, mode: mode, filter: model.pixelFilter, mean: model.pixelMean,
      deviation: model.pixelDeviation)
    var pixels = Matrix(rows: images.count, columns: resampler.count)
    for (row, image) in images.enumerated() {
      resampler.resample(image, box: PixelBox(image), into: &pixels, row: row)
    }
    return pixels
  }

  /// Un-normalised embeddings `[images, embeddingSize]` of what `pixels(_:mode:)` made.
  public func embed(pixels: Matrix) -> Matrix {
    guard pixels.rows > 0 else { return Matrix(rows: 0, columns: model.embeddingSize) }
    var embeddings = Matrix(rows: pixels.rows, columns: model.embeddingSize)
    for first in stride(from: 0, to: pixels.rows, by: 16) {
      let part = model.encodeImages(pixels.rows(first..<min(first + 16, pixels.rows)))
      for row in 0..<part.rows { embeddings.setRow(first + row, to: part.row(row)) }
    }
    return embeddings
  }

  /// The ids of texts, start and end among them.
  public func tokens(_ texts: [String]) -> [TokenizedText] { texts.map(self.texts.encode) }

  /// Un-normalised embeddings `[texts, embeddingSize]`.
  public func embed(texts: [String]) -> Matrix {
    guard !texts.isEmpty else { return Matrix(rows: 0, columns: model.embeddingSize) }
    return TextEncoder(model: model, tokenizer: self.texts).encode(texts).matrix
  }

  /// A picture with slopes, edges and a checkerboard, 320 x 240, for when there is none at hand.
  public static let testImage: PixelImage = {
    var rgb: [UInt8] = []
    for y in 0..<240 {
      for x in 0..<320 {
        let isDark = (x / 40 + y / 40) % 2 == 0
        let ring = (x - 160) * (x - 160) + (y - 120) * (y - 120) < 60 * 60
        rgb += [UInt8(x * 255 / 319), UInt8(y * 255 / 239), ring ? 250 : isDark ? 40 : 160]
      }
    }
    return PixelImage(width: 320, height: 240, rgb: rgb)
  }()
}
