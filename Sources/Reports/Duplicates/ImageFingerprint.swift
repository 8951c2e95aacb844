import Codecs
import Records

/// What tells pictures apart: the file's digest and the perceptual hash of its pixels.
struct ImageFingerprint: Hashable {
  /// The first 16 bytes of the file's SHA-256, big-endian: two files that agree in them are equal
  /// but for one chance in 10^20 among ten billion.
  struct Digest: Hashable, Comparable {
    let high: UInt64
    let low: UInt64

    static func < (left: Digest, right: Digest) -> Bool {
      (left.high, left.low) < (right.high, right.low)
    }
  }

  let digest: Digest
  /// `nil` where it is not known.
  let hash: UInt64?

  /// Takes a digest of 32 bytes; `nil` for one of another length.
  init?(digest: [UInt8], hash: UInt64?) {
    guard digest.count == 32 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.digest = Digest(high: word(digest[..<8]), low: word(digest[8..<16]))
    self.hash = hash
  }
}
