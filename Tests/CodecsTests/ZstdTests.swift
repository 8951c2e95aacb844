import Codecs
import Testing

struct ZstdTests {
  static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &* 2 &+ 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }

  @Test(arguments: [0, 1, 2, 255, 256, 65_535, 65_536, 200_000])
  func `content comes back for any size and flush points`(count: Int) throws {
    let bytes = Self.noise(count, seed: 1)
    let compressor = ZstdCompressor(level: 3)
    for points in [[], [0], [count], [count / 2], [count / 3, count / 3, count / 2]] {
      let frame = try compressor.frame(of: bytes, flushPoints: points)
      #expect(try ZstdFrame.content(of: frame[...], contentSize: count) == bytes, "\(points)")
    }
  }

  @Test func `a frame does not depend on what the compressor did before`() throws {
    let used = ZstdCompressor(level: 3)
    for round in 0..<50 {
      let bytes = Self.noise(round * 997, seed: UInt64(round)).map { $0 & 15 }
      let points = [bytes.count / 4, bytes.count / 2]
      let fresh = try ZstdCompressor(level: 3).frame(of: bytes, flushPoints: points)
      #expect(try used.frame(of: bytes, flushPoints: points) == fresh, "round \(round)")
    }
  }

  @Test func `flushing between byte planes makes embeddings smaller`() throws {
    // High bytes of half-precision numbers take few values, low bytes take all.
    let count = 21 * 512
    let high = Self.noise(count, seed: 2).map { $0 & 7 | 0x28 }
    let planes = high + Self.noise(count, seed: 3)
    let compressor = ZstdCompressor(level: 3)
    let together = try compressor.frame(of: planes)
    let apart = try compressor.frame(of: planes, flushPoints: [count])
    #expect(Double(apart.count) < 0.95 * Double(together.count))
  }

  @Test func `a frame must be exactly what was promised`() throws {
    let bytes = Self.noise(1000, seed: 4)
    let frame = try ZstdCompressor(level: 3).frame(of: bytes)
    #expect(throws: ZstdError.self) {
      try ZstdFrame.content(of: frame[...], contentSize: 999)
    }
    #expect(throws: ZstdError.self) {
      try ZstdFrame.content(of: (frame + [0])[...], contentSize: 1000)
    }
    // The library would pass over a skippable frame.
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0]
    #expect(throws: ZstdError.self) {
      try ZstdFrame.content(of: (frame + skippable)[...], contentSize: 1000)
    }
    for count in 0..<frame.count {
      #expect(throws: ZstdError.self, "\(count) bytes") {
        try ZstdFrame.content(of: frame.prefix(count), contentSize: 1000)
      }
    }
  }

  @Test(arguments: [
    // Skippable, an older format, and headers by RFC 8878 with one property each that is refused.
    ("other bytes", [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0], 0),
    ("other bytes", [0x27, 0xB5, 0x2F, 0xFD, 0x00, 0x58, 0x01, 0x00, 0x00], 0),
    ("content size 0, found none", [0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 1, 0, 0, 1, 2, 3, 4], 0),
    ("checksum flag 1", [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x01, 0x09, 0, 0, 0x41], 1),
    ("dictionary 0, found 7", [0x28, 0xB5, 0x2F, 0xFD, 0x25, 7, 1, 9, 0, 0, 0x41, 1, 2, 3, 4], 1),
    (
      "window at most 8388608, found 2147483648",
      [0x28, 0xB5, 0x2F, 0xFD, 0x84, 0xA8, 1, 0, 0, 0, 9, 0, 0, 0x41, 1, 2, 3, 4], 1
    ),
  ])
  func `foreign frames are refused by name`(text: String, bytes: [UInt8], size: Int) {
    #expect {
      try ZstdFrame.content(of: bytes[...], contentSize: size)
    } throws: { error in
      "\(error)".contains(text)
    }
  }
}
