internal import Codecs
import Foundation

/// A model's configuration file that cannot be used.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The key, empty where the file as a whole is meant.
  public let key: String
  /// What would be right.
  public let expected: String
  /// What is there.
  public let found: String
  /// Whether the file is not there or cannot be read, rather than wrong.
  public let isUnreadable: Bool

  /// Creates an error.
  public init(path: String, key: String, expected: String, found: String) {
    self.path = path
    self.key = key
    self.expected = expected
    self.found = found
    isUnreadable = false
  }

  /// Creates the error of a file that cannot be read; without its folder that is the error.
  init(unreadable path: String, in folder: String, _ error: FileError) {
    key = ""
    isUnreadable = true
    guard FileManager.default.fileExists(atPath: folder) else {
      self.path = folder
      expected = "a folder with the model's files"
      found = "nothing of that name" + Self.hubHint(folder)
      return
    }
    self.path = path
    expected = "a readable file in the model's folder"
    switch error {
    case .call(_, _, let system, _): found = "\(system)"
    case .notRegular(_, let kind): found = "a \(kind.rawValue)"
    case .tooLarge(_, let bytes, let bytesMax): found = "\(bytes) bytes, more than \(bytesMax)"
    default: found = "\(error)"
    }
  }

  /// What to do where `folder` may be meant as the name of a model on a hub, `owner/model`: then the
  /// folder around it is not there either.
  private static func hubHint(_ folder: String) -> String {
    let names = folder.split(separator: "/").suffix(2)
    let parent = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    guard names.count == 2, !parent.isEmpty, !FileManager.default.fileExists(atPath: parent) else {
      return ""
    }
    let name = names.joined(separator: "/")
    return "; models are not fetched: get one of the Hugging Face hub with "
      + "`hf download \(name) --local-dir FOLDER` and name that folder"
  }

  /// One line: where, expected, found.
  public var description: String {
    "\(path)\(key.isEmpty ? "" : ", `\(key)`"): expected \(expected), found \(found)"
  }
}
