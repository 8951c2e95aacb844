import Codecs
import Foundation
import Records

/// Finds the JPEG and PNG files under a folder.
///
/// Symbolic links below the root are counted and not followed: they could lead out of the folder or
/// in circles. Names that begin with a dot are skipped.
struct FolderWalk {
  /// Most levels of folders.
  static let depthMax = 32

  let root: String

  /// The images by key in the order of their bytes, and what was passed over.
  func images() throws -> (images: [ListedImage], report: InputReport) {
    var keys: [ImageKey] = []
    let report = try forEach { keys.append($0) }
    keys.sort()
    return (keys.map { ListedImage(key: $0, id: nil) }, report)
  }

  /// Hands over the images' keys in the file system's order; returns what was passed over.
  func forEach(_ body: (ImageKey) throws -> Void) throws -> InputReport {
    var report = InputReport()
    try walk([], depth: 0, &report, body)
    return report
  }

  private func walk(
    _ folder: [UInt8], depth: Int, _ report: inout InputReport, _ body: (ImageKey) throws -> Void
  ) throws {
    let full = folder.isEmpty ? root : root + "/" + String(decoding: folder, as: UTF8.self)
    guard depth <= Self.depthMax else {
      throw InputError.unreadable(
        path: full, reason: "more than \(Self.depthMax) levels of folders")
    }
    let reader: FolderReader
    do {
      reader = try FolderReader(path: full)
    } catch {
      guard FileManager.default.fileExists(atPath: full) else {
        throw InputError.missing(path: full)
      }
      throw InputError.unreadable(path: full, reason: "not a folder, or permission denied")
    }
    while let (name, kind) = try reader.next() {
      guard name.first != UInt8(ascii: ".") else { continue }
      let relative = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
      switch kind {
      case .folder where String(validating: relative, as: UTF8.self) != nil:
        try walk(relative, depth: depth + 1, &report, body)
      case .link: report.links += 1
      case .file where Self.isImage(name): try body(ImageKey(bytes: relative))
      default: report.otherFiles += 1
      }
    }
  }

  /// Whether a name ends as those of images do.
  static func isImage(_ name: [UInt8]) -> Bool {
    let end = name.suffix(5).map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    return [".jpg", ".jpeg", ".png"].contains { end.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }
}
