import Foundation

/// Unicode normal forms; the one place that asks Foundation for them.
enum NormalForm {
  /// NFC.
  static func composed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }

  /// NFKC of one scalar.
  static func compatible(_ scalar: Unicode.Scalar) -> String {
    String(Character(scalar)).precomposedStringWithCompatibilityMapping
  }
}
