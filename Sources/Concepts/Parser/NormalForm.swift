import Foundation

/// Unicode's composed normal form: one spelling for `é`, however a caption spells it.
enum NormalForm {
  /// NFC.
  static func composed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }
}
