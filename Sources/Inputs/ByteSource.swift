import Codecs
import Foundation

/// Where bytes come from, a chunk at a time, in order and once.
protocol ByteSource: AnyObject {
  /// The next bytes; empty at the end and ever after.
  func next() throws -> [UInt8]
}

/// The bytes of a file or of standard input, as they are stored.
final class FileBytes: ByteSource {
  /// Bytes read at a time.
  static let chunkBytes = 1 << 20

  private let path: String
  private let handle: FileHandle
  private var hasher = SHA256Hasher()
  /// Bytes read so far.
  private(set) var count = 0

  /// Opens a file, or standard input for `-`.
  ///
  /// - Throws: `InputError.missing` or `.unreadable`.
  init(path: String) throws {
    self.path = path
    guard path != CaptionSource.standardInput else {
      handle = .standardInput
      return
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw InputError.missing(path: path)
    }
    guard !FileManager.default.fileExists(atPath: path + "/.") else {
      throw InputError.unreadable(path: path, reason: "it is a folder, not a file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw InputError.unreadable(path: path, reason: "permission denied or not a regular file")
    }
    self.handle = handle
  }

  func next() throws -> [UInt8] {
    do {
      let bytes = [UInt8](try handle.read(upToCount: Self.chunkBytes) ?? Data())
      hasher.update(bytes[...])
      count += bytes.count
      return bytes
    } catch {
      throw InputError.unreadable(path: path, reason: "\(error)")
    }
  }

  /// SHA-256 of the bytes read so far.
  var digest: SHA256Digest { hasher.digest }
}
