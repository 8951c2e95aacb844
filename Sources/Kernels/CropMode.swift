/// How a crop of any shape becomes a square.
public enum CropMode: String, CaseIterable, Sendable {
  /// Both sides are resized to the square's; the shape changes, nothing is lost.
  case squash
  /// The shorter side becomes the square's, the middle of the longer one is kept: CLIP's own
  /// preprocessing. The ends of elongated boxes are lost.
  case shortestCenter = "shortest_center"
  /// The longer side becomes the square's, the rest is filled with black on both sides.
  case pad

  /// Where pixels go: sizes after resizing, the window of them that is kept, and where that lies in
  /// the square.
  struct Layout: Hashable {
    var width: Int
    var height: Int
    var windowX: Int
    var windowY: Int
    var windowWidth: Int
    var windowHeight: Int
    var x: Int
    var y: Int
  }

  func layout(width: Int, height: Int, size: Int) -> Layout {
    switch self {
    case .squash:
      return Layout(
        width: size, height: size, windowX: 0, windowY: 0, windowWidth: size, windowHeight: size,
        x: 0, y: 0)
    case .shortestCenter:
      let short = min(width, height)
      // The longer side is cut to a whole number and the offset rounded with halves to even: the
      // arithmetic of torchvision's Resize and CenterCrop, which OpenAI's preprocessing uses.
      let resizedWidth = width == short ? size : Int(Double(size * width) / Double(short))
      let resizedHeight = height == short ? size : Int(Double(size * height) / Double(short))
      return Layout(
        width: resizedWidth, height: resizedHeight,
        windowX: CropMode.halfToEven(resizedWidth - size),
        windowY: CropMode.halfToEven(resizedHeight - size),
        windowWidth: size, windowHeight: size, x: 0, y: 0)
    case .pad:
      let long = max(width, height)
      let resizedWidth = max(1, (size * width * 2 + long) / (2 * long))
      let resizedHeight = max(1, (size * height * 2 + long) / (2 * long))
      return Layout(
        width: resizedWidth, height: resizedHeight, windowX: 0, windowY: 0,
        windowWidth: resizedWidth, windowHeight: resizedHeight, x: (size - resizedWidth) / 2,
        y: (size - resizedHeight) / 2)
    }
  }

  private static func halfToEven(_ difference: Int) -> Int {
    Int((Double(difference) / 2).rounded(.toNearestOrEven))
  }
}
