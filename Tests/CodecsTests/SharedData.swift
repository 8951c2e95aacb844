import Foundation

/// Files beside the tests and reference data that may be missing.
enum SharedData {
  /// The repository's root.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder of reference data: the variable `PSEUDOBOX_SHARED`, else `../shared`.
  static let folder: String =
    ProcessInfo.processInfo.environment["PSEUDOBOX_SHARED"] ?? root + "/../shared"

  /// Image files that decoders get wrong.
  static let oddImages = folder + "/data/odd-images"

  static var hasOddImages: Bool { FileManager.default.fileExists(atPath: oddImages) }
}
