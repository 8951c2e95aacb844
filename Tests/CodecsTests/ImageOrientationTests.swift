import Records
import Testing

@testable import Codecs

struct ImageOrientationTests {
  /// TIFF bytes with one directory of the given entries.
  static func tiff(
    little: Bool, _ entries: [(tag: Int, type: Int, count: Int, value: Int)]
  ) -> [UInt8] {
    func number(_ value: Int, _ bytes: Int) -> [UInt8] {
      let big = (0..<bytes).map { UInt8(value >> (8 * (bytes - 1 - $0)) & 255) }
      return little ? big.reversed() : big
    }
    var bytes = Array((little ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
    bytes += number(entries.count, 2)
    for entry in entries {
      let width = [1: 1, 3: 2, 4: 4][entry.type] ?? 4
      bytes += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4)
      bytes += number(entry.value, width) + [UInt8](repeating: 0, count: 4 - width)
    }
    return bytes + number(0, 4)
  }

  @Test func `the tag is found in both byte orders, types and places`() {
    for little in [true, false] {
      for type in [1, 3, 4] {
        for value in 0...9 {
          let bytes = Self.tiff(
            little: little, [(0x010F, 2, 3, 0), (0x0112, type, 1, value), (0x0113, 3, 1, 7)])
          let expected = ImageOrientation(rawValue: value) ?? .topLeft
          #expect(ImageOrientation(tiff: bytes) == expected)
          #expect(ImageOrientation(tiff: Array("Exif\0\0".utf8) + bytes) == expected)
        }
      }
    }
  }

  @Test func `broken bytes are upright and never trap`() {
    let bytes = Self.tiff(little: true, [(0x0112, 3, 1, 6)])
    #expect(ImageOrientation(tiff: bytes) == .rightTop)
    for count in 0..<20 { #expect(ImageOrientation(tiff: Array(bytes.prefix(count))) == .topLeft) }
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      _ = ImageOrientation(tiff: flipped)
    }
    for count in [0, 2, 1 << 31] {
      #expect(ImageOrientation(tiff: Self.tiff(little: false, [(0x0112, 3, count, 6)])) == .topLeft)
    }
    #expect(ImageOrientation(tiff: [UInt8](repeating: 255, count: 100)) == .topLeft)
  }

  @Test(arguments: ImageOrientation.allCases)
  func `an upright picture has each pixel where the tag says`(orientation: ImageOrientation) {
    let (width, height) = (3, 2)
    let stored = PixelImage(width: width, height: height, rgb: (0..<18).map(UInt8.init))
    let upright = stored.upright(from: orientation)
    #expect(upright.width == (orientation.swapsSides ? height : width))
    for y in 0..<upright.height {
      for x in 0..<upright.width {
        // EXIF names the upright side on which the stored first row and first column lie.
        let (row, column) =
          switch orientation {
          case .topLeft: (y, x)
          case .topRight: (y, width - 1 - x)
          case .bottomRight: (height - 1 - y, width - 1 - x)
          case .bottomLeft: (height - 1 - y, x)
          case .leftTop: (x, y)
          case .rightTop: (height - 1 - x, y)
          case .rightBottom: (height - 1 - x, width - 1 - y)
          case .leftBottom: (x, width - 1 - y)
          }
        let pixel = 3 * (y * upright.width + x)
        #expect(upright.rgb[pixel] == UInt8(3 * (row * width + column)), "\(x), \(y)")
      }
    }
  }
}
