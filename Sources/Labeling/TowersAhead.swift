import CLIP
import Synchronization

/// Towers of the teacher that were loaded before the pass that needs them, each to be taken once.
///
/// Hashing a model's files keeps one core busy for as long as loading takes another.
final class TowersAhead: Sendable {
  private let text = Mutex<CLIPModel?>(nil)
  private let image = Mutex<CLIPModel?>(nil)
  private let exactImage = Mutex<CLIPModel?>(nil)

  /// What finds the faults of the image tower and loads what a first run needs next of `towers`.
  ///
  /// The parts may run at once. Never two large towers: an image tower of floats is looked at and
  /// loaded when its pass begins; one of 8-bit products stays, beside the one of floats that it is
  /// held against, and texts wait.
  func parts(
    _ towers: CLIPTowers, of teacher: TeacherSettings
  ) -> [@Sendable () throws -> Void] {
    var parts: [@Sendable () throws -> Void] = []
    switch teacher.precision {
    case .f32:
      parts.append { try CLIPModel.check(folder: teacher.model, towers: .image) }
      if towers.contains(.text) {
        parts.append { [self] in try Self.put(teacher.load(.text), in: text) }
      }
    case .int8:
      guard towers.contains(.image) else { break }
      parts.append { [self] in
        try Self.put(CLIPModel(folder: teacher.model, towers: .image), in: exactImage)
      }
      parts.append { [self] in try Self.put(teacher.load(.image), in: image) }
    }
    return parts
  }

  /// The text tower.
  func takeText() -> CLIPModel? { Self.take(text) }

  /// The image tower of the settings' precision.
  func takeImage() -> CLIPModel? { Self.take(image) }

  /// The image towers of 8-bit products, which stays, and of floats, which goes.
  func takePrecisions() -> (rounded: CLIPModel, exact: CLIPModel)? {
    guard let rounded = image.withLock({ $0 }), let exact = Self.take(exactImage) else {
      return nil
    }
    return (rounded, exact)
  }

  private static func put(_ model: CLIPModel, in place: borrowing Mutex<CLIPModel?>) {
    place.withLock { $0 = model }
  }

  private static func take(_ place: borrowing Mutex<CLIPModel?>) -> CLIPModel? {
    place.withLock { model in
      defer { model = nil }
      return model
    }
  }
}
