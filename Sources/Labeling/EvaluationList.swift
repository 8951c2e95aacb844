import Codecs
import Foundation
import Inputs
public import Records

/// The images that `report.evaluation_images` names: a folder of images, or a file that lists them.
public struct EvaluationList: Sendable {
  /// The folder that the keys count from.
  public let folder: String
  /// The images, in byte order for a folder and in the file's order for a list.
  public let keys: [ImageKey]

  /// Reads a folder, or a text file with one path a line, absolute or beside the file.
  ///
  /// Blanks around a path, empty lines and lines that begin with `#` are passed over.
  ///
  /// - Throws: `InputError` or `FileError` when there is none, or it names no image.
  public init(path: String) throws {
    guard !FileManager.default.fileExists(atPath: path + "/.") else {
      folder = path
      let found = try ImageSource.folder(path: path).read()
      keys = found.images.map(\.key)
      guard !keys.isEmpty else {
        throw InputError.noImages(
          path: path, links: found.report.links, otherFiles: found.report.otherFiles)
      }
      return
    }
    guard FileManager.default.fileExists(atPath: path) else { throw InputError.missing(path: path) }
    let beside = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let text = try readFile(path, bytesMax: 1 << 30)
    folder = "/"
    keys = text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      .map(Self.trimmed)
      .filter { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
      .map { line in
        let isAbsolute = line.first == UInt8(ascii: "/")
        return ImageKey(bytes: Self.key(isAbsolute ? [] : Array(beside.utf8), line))
      }
    guard !keys.isEmpty else { throw InputError.noImages(path: path) }
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var line = line.drop(while: isBlank)
    while let last = line.last, isBlank(last) { line.removeLast() }
    return line
  }

  /// `path` from `folder` as a key below `/`, without `.` and `..`; bytes, since names need not be
  /// UTF-8.
  private static func key(_ folder: [UInt8], _ path: ArraySlice<UInt8>) -> [UInt8] {
    var parts: [ArraySlice<UInt8>] = []
    for part in (folder[...] + [UInt8(ascii: "/")] + path).split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual("..".utf8) {
        _ = parts.popLast()
      } else if !part.elementsEqual(".".utf8) {
        parts.append(part)
      }
    }
    return Array(parts.joined(separator: [UInt8(ascii: "/")]))
  }
}
