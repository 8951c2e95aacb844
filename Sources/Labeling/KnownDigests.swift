import Codecs
import Foundation
import Synchronization

/// `stats/models.json`: digests of model files with stamps of the files they were made from.
///
/// Every worker of a plan must know that its models are those of the plan, and hashing some hundred
/// megabytes takes longer than mapping them: a file whose size and times are still the same is not
/// hashed again. Never part of any digest; without it all files are hashed.
final class KnownDigests: Sendable {
  private struct Entry: Hashable, Codable {
    let stamp: FileStamp
    let sha256: String
  }

  private let path: String
  private let stored: [String: Entry]
  /// Those that were asked for, by path.
  private let asked = Mutex<[String: Entry]>([:])

  /// Reads what the folder `stats` knows; a file that cannot be read knows nothing.
  init(stats: String) {
    path = "\(stats)/models.json"
    let bytes = (try? readFile(path, bytesMax: 16 << 20)) ?? []
    stored = (try? JSONDecoder().decode([String: Entry].self, from: Data(bytes))) ?? [:]
  }

  /// SHA-256 of a file, by reading it where its stamp is not the known one.
  func digest(of file: String) throws -> SHA256Digest {
    // Taken first: a file that is changed while it is read has another stamp afterwards.
    let stamp = FileStamp(path: file)
    if let entry = stored[file], entry.stamp == stamp, let digest = SHA256Digest(hex: entry.sha256)
    {
      asked.withLock { $0[file] = entry }
      return digest
    }
    let digest = try SHA256Digest(ofFile: file)
    if let stamp {
      asked.withLock { $0[file] = Entry(stamp: stamp, sha256: digest.hex) }
    }
    return digest
  }

  /// Keeps those that were asked for, unless nothing changed.
  func write() throws {
    let entries = asked.withLock { $0 }
    guard entries != stored else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let (folder, _) = DurableFile.directoryAndName(of: path)
    try PosixFileSystem().createDirectories(folder)
    try DurableFile.replace(Array(try encoder.encode(entries)) + [UInt8(ascii: "\n")], at: path)
  }
}
