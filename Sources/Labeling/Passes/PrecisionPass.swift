import CLIP
import Codecs
import Foundation
import Inputs
import Kernels
import Pipeline
import Records
import Synchronization

/// Holds a teacher of 8-bit products against the one of floats before a plan is made with it.
struct PrecisionPass {
  let settings: PipelineSettings
  let runner: UnitRunner

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
  ) async throws -> [String: Double]? {
    guard models.teacher.precision == .int8 else { return nil }
    let pictures = try pictures(inputs)
    guard !pictures.isEmpty else {
      observer.note(.warning, "8-bit embeddings were not checked: no image could be read", [:])
      return nil
    }
    let result = try await compare(pictures, models)
    FreedMemory.giveBack()
    let limit = settings.regions.teacher.int8CosineMin
    guard result.cosineMin >= limit else {
      throw PipelineError.imprecise(
        model: settings.regions.teacher.model, crops: result.crops, cosineMin: result.cosineMin,
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

  private func compare(
    _ pictures: [PixelImage], _ models: LabelingModels
  ) async throws -> PrecisionCheck.Result {
    let teacher = settings.regions.teacher
    let (rounded, exact) =
      try models.ahead.takePrecisions()
      ?? (teacher.load(.image), CLIPModel(folder: teacher.model, towers: .image))
    let check = PrecisionCheck(rounded: rounded, exact: exact)
    let cosines = Mutex<[Int: [Double]]>([:])
    _ = try await runner.run(WorkUnit.covering(pictures.count, each: 1)) { unit in
      let found = check.cosines(of: pictures[unit.index])
      cosines.withLock { $0[unit.index] = found }
      return StageReport()
    }
    let found = cosines.withLock { $0 }.sorted { $0.key < $1.key }
    return PrecisionCheck.Result(cosines: found.flatMap(\.value))
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
