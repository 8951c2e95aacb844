import CLIP
import Codecs
import Foundation
import Inputs
import Kernels
import Pipeline
import Records

/// Holds a teacher of 8-bit products against the one of floats before a plan is made with it.
struct PrecisionPass {
  let settings: PipelineSettings

  /// Images whose crops are compared, and how many may be tried to find them.
  private static let imagesCompared = 8
  private static let imagesTried = 64

  /// Tells the user of a machine on which 8-bit products cost accuracy and save nothing.
  func warnIfSlow(_ teacher: CLIPModel, _ observer: RunObserver) {
    guard teacher.precision == .int8, !KernelLevel.current.hasFastInt8 else { return }
    observer.note(
      .warning,
      "this machine has no fast 8-bit products: regions.teacher.precision f32 is faster here",
      ["kernels": KernelLevel.current.family])
  }

  /// What was measured, for the plan; `nil` for a teacher of floats or without a readable image.
  ///
  /// - Throws: `PipelineError.imprecise` for a teacher below `regions.teacher.int8_cosine_min`.
  func measure(
    _ inputs: LabelingInputs, _ models: LabelingModels, _ observer: RunObserver
  ) throws -> [String: Double]? {
    guard models.teacher.precision == .int8 else { return nil }
    let pictures = try pictures(inputs)
    guard !pictures.isEmpty else {
      observer.note(.warning, "8-bit embeddings were not checked: no image could be read", [:])
      return nil
    }
    let folder = settings.regions.teacher.model
    let result = PrecisionCheck(
      rounded: try models.encoder().model, exact: try CLIPModel(folder: folder, towers: .image)
    )(pictures)
    FreedMemory.giveBack()
    let limit = settings.regions.teacher.int8CosineMin
    guard result.cosineMin >= limit else {
      throw PipelineError.imprecise(
        model: folder, crops: result.crops, cosineMin: result.cosineMin,
        cosineMean: result.cosineMean, limit: limit)
    }
    observer.note(
      .info, "8-bit embeddings agree with 32-bit ones",
      [
        "crops": "\(result.crops)", "cosine_min": "\(result.cosineMin)",
        "cosine_mean": "\(result.cosineMean)",
      ])
    return [
      "int8_check_crops": Double(result.crops), "int8_cosine_min": result.cosineMin,
      "int8_cosine_mean": result.cosineMean,
    ]
  }

  private func pictures(_ inputs: LabelingInputs) throws -> [PixelImage] {
    let images = try inputs.images(in: 0..<min(inputs.count, Self.imagesTried))
    let store = try inputs.store.holding(images, scratch: NSTemporaryDirectory())
    var pictures: [PixelImage] = []
    for image in images where pictures.count < Self.imagesCompared {
      guard case .success(let bytes) = try store.read(image),
        case .success(let picture) = ImageDecoder.decode(
          bytes, orientation: settings.input.exifOrientation.rule)
      else { continue }
      pictures.append(picture)
    }
    return pictures
  }
}
