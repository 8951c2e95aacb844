import Codecs
import Foundation

/// Where bytes come from, a chunk at a time, in order and once.
protocol ByteSource: AnyObject {
  /// The next bytes; empty at the end and ever after.
  func next() throws -> [UInt8]
}

/// The bytes of a file, of standard input or of a command's output, as they are stored.
final class FileBytes: ByteSource {
  /// Bytes read at a time.
  static let chunkBytes = 1 << 20

  private let path: String
  private let handle: FileHandle
  private let command: PipedCommand?
  private let check: () throws -> Void
  private var hasher = SHA256Hasher()
  /// Bytes read so far.
  private(set) var count = 0

  /// Opens a file, standard input for `-`, or the output of the command behind `pipe:`.
  ///
  /// `check` is called before each chunk and while a command is waited for; it throws to stop.
  ///
  /// - Throws: `InputError.missing`, `.unreadable` or `.pipeFailed`.
  init(path: String, check: @escaping () throws -> Void = {}) throws {
    self.path = path
    self.check = check
    if path.hasPrefix(InputStream.pipePrefix) {
      do {
        command = try PipedCommand(
          String(path.dropFirst(InputStream.pipePrefix.count)), check: check)
      } catch {
        throw InputError.pipeFailed(command: error.command, reason: error.reason)
      }
      handle = .nullDevice
      return
    }
    command = nil
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
    try check()
    if let command {
      do {
        let bytes = try command.read(Self.chunkBytes)
        hasher.update(bytes[...])
        count += bytes.count
        return bytes
      } catch let error as PipedCommand.Failure {
        throw InputError.pipeFailed(command: error.command, reason: error.reason)
      }
    }
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

  /// Reads the rest; SHA-256 of all bytes.
  func readDigest() throws -> SHA256Digest {
    while try !next().isEmpty {}
    return digest
  }
}

/// The bytes of a file, unpacked if its first bytes say that it is gzip or zstd.
///
/// The content goes by its first bytes, not by its name, so that standard input can be packed too.
/// Trailing zeros and several members are read as `gzip` and `zstd` read them.
final class FileContent: ByteSource {
  /// The bytes as they are stored.
  let stored: FileBytes
  private var read: () throws -> [UInt8]

  /// Opens a file, or standard input for `-`.
  init(path: String, check: @escaping () throws -> Void = {}) throws {
    let stored = try FileBytes(path: path, check: check)
    self.stored = stored
    // A pipe may give less than a whole magic number at first.
    var first = try stored.next()
    while (1..<4).contains(first.count) {
      let more = try stored.next()
      if more.isEmpty { break }
      first += more
    }
    var isFirst = true
    let start = first
    let source = {
      guard isFirst else { return try stored.next() }
      isFirst = false
      return start
    }
    if start.starts(with: [0x1f, 0x8b]) {
      read = GzipReader(path: path, source: source).read
    } else if start.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
      read = ZstdReader(path: path, source: source).read
    } else {
      read = source
    }
  }

  func next() throws -> [UInt8] { try read() }
}
