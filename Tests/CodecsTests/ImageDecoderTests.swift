import Codecs
import Records
import Testing

struct ImageDecoderTests {
  /// A picture with an edge and a slope, so that a wrong row or channel shows.
  static func picture(width: Int, height: Int) -> PixelImage {
    var rgb: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        rgb += [UInt8(x * 255 / max(1, width - 1)), UInt8(y * 255 / max(1, height - 1)), 128]
      }
    }
    return PixelImage(width: width, height: height, rgb: rgb)
  }

  @Test(arguments: [(1, 1), (7, 5), (64, 48), (200, 3)])
  func `an encoded image comes back nearly the same`(width: Int, height: Int) throws {
    let image = Self.picture(width: width, height: height)
    let decoded = try ImageDecoder.decode(JPEGEncoder.encode(image, quality: 95)).get()
    #expect(decoded.width == width)
    #expect(decoded.height == height)
    let worst = zip(image.rgb, decoded.rgb).map { abs(Int($0) - Int($1)) }.max() ?? 0
    // A 2 x 2 chroma sample spreads a steep slope over its neighbour in narrow pictures.
    #expect(worst <= (min(width, height) < 8 ? 140 : 24))
  }

  @Test func `encoding the same image twice gives the same bytes`() {
    let image = Self.picture(width: 33, height: 17)
    #expect(JPEGEncoder.encode(image, quality: 80) == JPEGEncoder.encode(image, quality: 80))
    #expect(JPEGEncoder.encode(image, quality: 80) != JPEGEncoder.encode(image, quality: 60))
  }

  @Test func `limits are checked before pixels are allocated`() throws {
    let bytes = JPEGEncoder.encode(Self.picture(width: 40, height: 20), quality: 80)
    func reason(_ limits: ImageLimits) -> Rejection.Reason? {
      guard case .failure(let rejection) = ImageDecoder.decode(bytes, limits: limits) else {
        return nil
      }
      return rejection.reason
    }
    #expect(reason(ImageLimits(pixelsMax: 800)) == nil)
    #expect(reason(ImageLimits(pixelsMax: 799)) == .imageTooLarge)
    #expect(reason(ImageLimits(sideMax: 40)) == nil)
    #expect(reason(ImageLimits(sideMax: 39)) == .imageTooLarge)
    #expect(reason(ImageLimits(sideMin: 20)) == nil)
    #expect(reason(ImageLimits(sideMin: 21)) == .imageTooSmall)
  }

  @Test func `a header that claims 900 million pixels costs nothing`() {
    // SOI, SOF0 with 30000 x 30000 pixels in one component, EOI.
    let bytes: [UInt8] = [
      0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0x75, 0x30, 0x75, 0x30, 1, 1, 0x11, 0,
      0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0xFF, 0xD9,
    ]
    guard case .failure(let rejection) = ImageDecoder.decode(bytes) else {
      Issue.record("was decoded")
      return
    }
    #expect(rejection.reason == .imageTooLarge)
    #expect(rejection.detail == "30000x30000 pixels, expected at most 67108864 in all")
  }

  @Test(arguments: [
    ("GIF89a......", "GIF"), ("GIF87a......", "GIF"), ("BM..........", "BMP"),
    ("RIFF0000WEBPVP8 ", "WebP"), ("II*\u{0}........", "TIFF"), ("%PDF-1.7....", "PDF"),
    ("  \n<!DOCTYPE html>", "HTML, SVG or other markup"), ("<svg/>", "HTML, SVG or other markup"),
    ("\u{FEFF}<html>", "HTML, SVG or other markup"), ("{\"error\": 404}", "JSON"),
  ])
  func `another format is named in the rejection`(text: String, name: String) {
    guard case .failure(let rejection) = ImageDecoder.decode(Array(text.utf8)) else {
      Issue.record("was decoded")
      return
    }
    #expect(rejection == Rejection(.unsupportedFormat, "expected JPEG or PNG, found \(name)"))
  }

  @Test func `unknown bytes are shown in the rejection`() {
    guard case .failure(let rejection) = ImageDecoder.decode([1, 2, 0xAB]) else {
      Issue.record("was decoded")
      return
    }
    let detail = "expected JPEG or PNG, found a file that starts with 0x0102ab"
    #expect(rejection == Rejection(.unsupportedFormat, detail))
  }

  @Test func `too many progressive scans are refused`() throws {
    // A legal frame header, then the same scan header again and again.
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]
    bytes += [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
    // One Huffman code of one bit, for DC and AC: symbol 0.
    for table in [UInt8(0x00), 0x10] {
      bytes += [0xFF, 0xC4, 0, 20, table, 1] + [UInt8](repeating: 0, count: 15) + [0]
    }
    bytes += [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x0F]
    for _ in 0..<300 {
      bytes += [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0x0F]
    }
    bytes += [0xFF, 0xD9]
    guard case .failure(let few) = ImageDecoder.decode(bytes, limits: ImageLimits(scansMax: 20))
    else {
      Issue.record("was decoded")
      return
    }
    #expect(few == Rejection(.corruptImage, "more than 20 progressive scans"))
    _ = try ImageDecoder.decode(bytes, limits: ImageLimits(scansMax: 1000)).get()
  }
}
