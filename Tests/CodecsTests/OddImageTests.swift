import Codecs
import Foundation
import Records
import Testing

/// What Pillow made of each odd file, recorded by `scripts/golden/jpeg.py`.
struct PillowReference: CustomTestStringConvertible {
  var file: String
  var kind: String
  var width: Int?
  var height: Int?
  var digest: String
  /// The digest after `ImageOps.exif_transpose`.
  var uprightDigest: String

  var testDescription: String { file }

  static let all: [PillowReference] = {
    let path = SharedData.root + "/Tests/Golden/jpeg/odd-images.tsv"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return PillowReference(
        file: fields[0], kind: fields[1], width: Int(fields[2]), height: Int(fields[3]),
        digest: fields[4], uprightDigest: fields[5])
    }
  }()
}

struct OddImageTests {
  @Test func `the reference names sixty files`() {
    #expect(PillowReference.all.count == 60)
  }

  /// Every file that is not decoded, by reason; all others give Pillow's pixels.
  static let rejected: [Rejection.Reason: Set<String>] = [
    .emptyFile: ["zero_bytes.jpg"],
    .imageTooLarge: ["bomb_65535x65535.jpg", "imagetestsuite_613.jpg"],
    .unsupportedFormat: [
      "lossless_sof3.jpg", "orient_6.webp", "rot1.avif", "twelve_bit.jpg",
    ],
    .corruptImage: [
      "adobe_segment_beyond_eof.jpg", "ascii_transfer.jpg", "bogus_segment_length.jpg",
      "four_bytes.jpg", "huffman_overflow.jpg", "missing_sof.jpg", "missing_sos.jpg",
      "null_height.jpg", "progressive_truncated.jpg", "sos_before_sof.jpg",
      "truncated_pillow.jpg", "truncated_vips.jpg", "broken_data_stream.png",
      // Pillow returns pixels that libjpeg made up for these three.
      "dc_predictor_overflow.jpg", "imagetestsuite_cmyk.jpg", "progressive_missing_dc.jpg",
    ],
  ]

  /// Has only the first of its progressive scans; versions of libjpeg smooth its blocks differently.
  static let smoothed = "progressive_scan000_only.jpg"

  @Test(.enabled(if: SharedData.hasOddImages), arguments: PillowReference.all)
  func `an odd image is Pillow's pixels or a reasoned rejection`(
    reference: PillowReference
  ) throws {
    let bytes = try readFile("\(SharedData.oddImages)/\(reference.file)", bytesMax: 1 << 24)
    let expected = Self.rejected.first { $0.value.contains(reference.file) }?.key
    switch ImageDecoder.decode(bytes) {
    case .success(let image):
      #expect(expected == nil)
      #expect(image.width == reference.width)
      #expect(image.height == reference.height)
      if reference.file != Self.smoothed {
        #expect(SHA256Digest(of: image.rgb).hex == reference.digest)
        let upright = try ImageDecoder.decode(bytes, orientation: .apply).get()
        #expect(SHA256Digest(of: upright.rgb).hex == reference.uprightDigest)
      }
    case .failure(let rejection):
      #expect(rejection.reason == expected)
      #expect(!rejection.detail.isEmpty)
    }
  }

  @Test(.enabled(if: SharedData.hasOddImages), arguments: ["one_pixel.jpg", "orient_rect_8.jpg"])
  func `every truncation of a small file is a rejection`(file: String) throws {
    let bytes = try readFile("\(SharedData.oddImages)/\(file)", bytesMax: 1 << 20)
    for count in 0..<bytes.count - 2 {
      guard case .failure = ImageDecoder.decode(Array(bytes.prefix(count))) else {
        Issue.record("\(count) of \(bytes.count) bytes were decoded")
        continue
      }
    }
  }

  @Test(
    .enabled(if: SharedData.hasOddImages), arguments: ["one_pixel.jpg", "gray_2x2_sampling.jpg"])
  func `no bit flip of a small file traps or exceeds the limits`(file: String) throws {
    let bytes = try readFile("\(SharedData.oddImages)/\(file)", bytesMax: 1 << 20)
    let limits = ImageLimits(pixelsMax: 1 << 16, sideMax: 4096)
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      if case .success(let image) = ImageDecoder.decode(flipped, limits: limits) {
        #expect(image.width * image.height <= limits.pixelsMax)
      }
    }
  }
}
