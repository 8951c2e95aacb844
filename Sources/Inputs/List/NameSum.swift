import Codecs
import Records

/// A digest of a set of names that needs no order: their number and the sum of their SHA-256.
///
/// Sums modulo 2^128 tell any folder that somebody changed by accident from what it was.
struct NameSum: CustomStringConvertible {
  private var count = 0
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Adds a name.
  mutating func add(_ key: ImageKey) {
    let digest = SHA256Digest(of: key.bytes).bytes
    func word(_ start: Int) -> UInt64 {
      digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    count += 1
    let (sum, carries) = low.addingReportingOverflow(word(0))
    low = sum
    high = high &+ word(8) &+ (carries ? 1 : 0)
  }

  /// Number and sum in hexadecimal digits.
  var description: String {
    "\(count)-" + String(high, radix: 16) + "-" + String(low, radix: 16)
  }
}
