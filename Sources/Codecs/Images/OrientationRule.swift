/// What is done about a file's EXIF orientation.
public enum OrientationRule: String, CaseIterable, Sendable {
  /// Pixels are used as they are stored.
  case ignore
  /// Pixels are turned upright; width, height and all boxes are those of the upright picture.
  case apply
}
