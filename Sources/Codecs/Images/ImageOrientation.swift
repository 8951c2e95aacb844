internal import Records

/// How a stored picture has to be turned to be seen upright: the EXIF tag 0x0112.
///
/// Names say where the stored picture's first row and first column belong (EXIF 2.32, 4.6.4).
public enum ImageOrientation: Int, CaseIterable, Sendable {
  case topLeft = 1
  case topRight, bottomRight, bottomLeft, leftTop, rightTop, rightBottom, leftBottom

  /// Whether upright width and height are the stored height and width.
  public var swapsSides: Bool { rawValue >= ImageOrientation.leftTop.rawValue }

  /// Reads the tag from TIFF bytes, with or without `Exif\0\0` in front; `topLeft` when it is not
  /// there, broken, or has a value that does not exist.
  ///
  /// Only the first directory counts. The work is bounded by the 65,535 entries of a directory.
  init(tiff bytes: [UInt8]) {
    self = .topLeft
    let mark = Array("Exif\0\0".utf8)
    let tiff = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    let isLittle = tiff.starts(with: "II".utf8)
    guard isLittle || tiff.starts(with: "MM".utf8) else { return }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset <= tiff.count - count else { return nil }
      let part = tiff[tiff.startIndex + offset..<tiff.startIndex + offset + count]
      return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(2, 2) == 42, let directory = number(4, 4), let entries = number(directory, 2)
    else { return }
    for entry in 0..<entries {
      let place = directory + 2 + 12 * entry
      guard let tag = number(place, 2) else { return }
      guard tag == 0x0112 else { continue }
      guard let type = number(place + 2, 2), number(place + 4, 4) == 1 else { return }
      // BYTE, SHORT or LONG: writers differ, and the value stands at the front of its field.
      let widths = [1: 1, 3: 2, 4: 4]
      guard let width = widths[type], let value = number(place + 8, width),
        let found = ImageOrientation(rawValue: value)
      else { return }
      self = found
      return
    }
  }
}

extension PixelImage {
  /// The picture as it is seen upright.
  ///
  /// - Complexity: one pass over the pixels.
  func upright(from orientation: ImageOrientation) -> PixelImage {
    guard orientation != .topLeft else { return self }
    let swaps = orientation.swapsSides
    let (newWidth, newHeight) = swaps ? (height, width) : (width, height)
    // Where the pixel of the new row 0, column 0 lies, and the steps to the right and down from it.
    let (first, right, down): (Int, Int, Int) =
      switch orientation {
      case .topLeft: (0, 1, width)
      case .topRight: (width - 1, -1, width)
      case .bottomRight: (width * height - 1, -1, -width)
      case .bottomLeft: (width * (height - 1), 1, -width)
      case .leftTop: (0, width, 1)
      case .rightTop: (width * (height - 1), -width, 1)
      case .rightBottom: (width * height - 1, -width, -1)
      case .leftBottom: (width - 1, width, -1)
      }
    let turned = unsafe [UInt8](unsafeUninitializedCapacity: rgb.count) { target, used in
      unsafe rgb.withUnsafeBufferPointer { source in
        var next = 0
        for row in 0..<newHeight {
          var pixel = first + row * down
          for _ in 0..<newWidth {
            for channel in 0..<3 { unsafe target[next + channel] = source[3 * pixel + channel] }
            next += 3
            pixel += right
          }
        }
      }
      used = rgb.count
    }
    return PixelImage(width: newWidth, height: newHeight, rgb: turned)
  }
}
