import Foundation
import Records

/// Finds the JPEG and PNG files under a folder.
///
/// Symbolic links below the root are counted and not followed: they could lead out of the folder or
/// in circles. Names that begin with a dot are skipped. The order of the result is that of the keys'
/// bytes, whatever order the file system gives.
struct FolderWalk {
  /// Most levels of folders.
  static let depthMax = 32

  let root: String

  /// The images by key, and what was passed over.
  func images() throws -> (images: [ListedImage], report: InputReport) {
    var report = InputReport()
    var keys: [ImageKey] = []
    try walk("", depth: 0, &keys, &report)
    keys.sort()
    return (keys.map { ListedImage(key: $0, id: nil) }, report)
  }

  private func walk(
    _ folder: String, depth: Int, _ keys: inout [ImageKey], _ report: inout InputReport
  ) throws {
    let full = folder.isEmpty ? root : root + "/" + folder
    guard depth <= Self.depthMax else {
      throw InputError.unreadable(
        path: full, reason: "more than \(Self.depthMax) levels of folders")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: full)
    } catch {
      guard FileManager.default.fileExists(atPath: full) else {
        throw InputError.missing(path: full)
      }
      throw InputError.unreadable(path: full, reason: "not a folder, or permission denied")
    }
    for name in names where !name.hasPrefix(".") {
      let relative = folder.isEmpty ? name : folder + "/" + name
      switch Self.kind(root + "/" + relative) {
      case .typeDirectory: try walk(relative, depth: depth + 1, &keys, &report)
      case .typeSymbolicLink: report.links += 1
      case .typeRegular where Self.isImage(name): keys.append(ImageKey(relative))
      default: report.otherFiles += 1
      }
    }
  }

  private static func kind(_ path: String) -> FileAttributeType? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType
  }

  private static func isImage(_ name: String) -> Bool {
    let lower = name.lowercased()
    return [".jpg", ".jpeg", ".png"].contains(where: lower.hasSuffix)
  }
}
