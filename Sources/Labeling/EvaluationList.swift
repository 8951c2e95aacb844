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
  /// Empty lines and lines that begin with `#` are passed over.
  ///
  /// - Throws: `InputError` or `FileError` when there is none.
  public init(path: String) throws {
    guard !FileManager.default.fileExists(atPath: path + "/.") else {
      folder = path
      keys = try ImageSource.folder(path: path).read().images.map(\.key)
      return
    }
    guard FileManager.default.fileExists(atPath: path) else { throw InputError.missing(path: path) }
    let beside = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let text = try readFile(path, bytesMax: 1 << 30)
    folder = "/"
    keys = text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      .filter { $0.first != UInt8(ascii: "#") }
      .map { line in
        let isAbsolute = line.first == UInt8(ascii: "/")
        let whole = isAbsolute ? Array(line) : Array("\(beside)/".utf8) + Array(line)
        return ImageKey(bytes: Array(whole.drop { $0 == UInt8(ascii: "/") }))
      }
  }
}
