import Foundation
import Records
import Testing

@testable import Codecs

/// What Pillow made of each file of Tests/Golden/png, recorded by `scripts/golden/png.py`.
struct PNGReference: CustomTestStringConvertible {
  var file: String
  var width: Int
  var height: Int
  var digest: String
  var upright: String

  var testDescription: String { file }
  var bytes: [UInt8] { get throws { try readFile("\(Self.folder)/\(file)", bytesMax: 1 << 20) } }

  static let folder = SharedData.root + "/Tests/Golden/png"
  static let all: [PNGReference] = {
    let text = (try? String(contentsOfFile: "\(folder)/pillow.tsv", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst(2).map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return PNGReference(
        file: fields[0], width: Int(fields[1]) ?? 0, height: Int(fields[2]) ?? 0,
        digest: fields[3], upright: fields[4])
    }
  }()
}

struct PNGDecoderTests {
  @Test func `the reference has every kind of PNG`() {
    let names = Set(PNGReference.all.map(\.file))
    for (color, depths) in [
      0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
    ] {
      for depth in depths {
        #expect(names.contains("color\(color)-\(depth)bit.png"))
        #expect(names.contains("color\(color)-\(depth)bit-interlaced.png"))
      }
    }
  }

  @Test(arguments: PNGReference.all)
  func `every kind of PNG gives Pillow's pixels`(reference: PNGReference) throws {
    let image = try ImageDecoder.decode(reference.bytes).get()
    #expect(image.width == reference.width)
    #expect(image.height == reference.height)
    #expect(SHA256Digest(of: image.rgb).hex == reference.digest)
    let upright = try ImageDecoder.decode(reference.bytes, orientation: .apply).get()
    #expect(SHA256Digest(of: upright.rgb).hex == reference.upright)
  }

  @Test(arguments: ["color2-8bit.png", "color3-4bit-interlaced.png", "text-and-gamma.png"])
  func `every truncation is a rejection`(file: String) throws {
    let bytes = try readFile("\(PNGReference.folder)/\(file)", bytesMax: 1 << 20)
    for count in 0..<bytes.count {
      guard case .failure(let rejection) = ImageDecoder.decode(Array(bytes.prefix(count))) else {
        Issue.record("\(count) of \(bytes.count) bytes were decoded")
        continue
      }
      #expect(!rejection.detail.isEmpty)
    }
  }

  @Test(arguments: ["color6-16bit-interlaced.png", "color3-2bit.png", "exif-6.png"])
  func `no bit flip changes pixels unnoticed`(file: String) throws {
    let bytes = try readFile("\(PNGReference.folder)/\(file)", bytesMax: 1 << 20)
    let good = try ImageDecoder.decode(bytes).get()
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      if case .success(let image) = ImageDecoder.decode(flipped) {
        #expect(image == good, "bit \(bit)")
      }
    }
  }

  @Test func `bytes behind the last chunk are passed over`() throws {
    let reference = try #require(PNGReference.all.first)
    let bytes = try reference.bytes
    let image = try ImageDecoder.decode(bytes).get()
    #expect(try ImageDecoder.decode(bytes + [1, 2, 3]).get() == image)
  }

  /// A PNG with a header of our choice and nothing in it.
  static func header(_ width: UInt32, _ height: UInt32, depth: UInt8, color: UInt8) -> [UInt8] {
    func big(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
    func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
      let body = Array(kind.utf8) + data
      let crc = body.reduce(~UInt32(0)) { crc, byte in
        (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (0xEDB8_8320 & (0 &- crc & 1)) }
      }
      return big(UInt32(data.count)) + body + big(~crc)
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", big(width) + big(height) + [depth, color, 0, 0, 0]) + chunk("IDAT", [])
      + chunk("IEND", [])
  }

  @Test func `headers are checked before anything is allocated`() {
    func rejection(_ bytes: [UInt8]) -> Rejection? {
      guard case .failure(let rejection) = ImageDecoder.decode(bytes) else { return nil }
      return rejection
    }
    let bomb = rejection(Self.header(30_000, 30_000, depth: 16, color: 6))
    #expect(bomb?.reason == .imageTooLarge)
    #expect(bomb?.detail == "30000x30000 pixels, expected at most 67108864 in all")
    let wide = rejection(Self.header(0x7FFF_FFFF, 1, depth: 8, color: 2))
    #expect(wide?.detail == "2147483647x1 pixels, expected sides of at most 30000")
    let none = rejection(Self.header(0, 5, depth: 8, color: 2))
    #expect(none?.detail == "Invalid IHDR data (Image width is zero in IHDR)")
    for (depth, color) in [(3, 0), (1, 2), (16, 3), (8, 1), (8, 7), (4, 6)] as [(UInt8, UInt8)] {
      let odd = rejection(Self.header(5, 5, depth: depth, color: color))
      #expect(odd?.reason == .corruptImage, "depth \(depth), colour type \(color)")
    }
    #expect(rejection(Self.header(5, 5, depth: 8, color: 3))?.reason == .corruptImage)
    #expect(rejection(Self.header(5, 5, depth: 8, color: 2))?.reason == .corruptImage)
  }
}
