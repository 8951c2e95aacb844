public import Codecs

/// `index.db.sha256`, the digest of the index beside it as `sha256sum` writes and checks it.
///
/// Rows of an index are taken over only when every one of its bits is as it was written; SQLite's
/// own check looks at its structure, takes longer, and sees no changed value.
public struct IndexDigest: Sendable {
  /// Path of the file.
  public let path: String
  private let index: String

  /// The digest of the index at `path`.
  public init(of path: String) {
    index = path
    self.path = "\(path).sha256"
  }

  /// Whether the index is there and is the one that was written with this digest; false without one.
  public func fits(
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) -> Bool {
    guard let written = try? readFile(path, bytesMax: 1 << 12, fileSystem: fileSystem) else {
      return false
    }
    return try text(SHA256Digest(ofFile: index, fileSystem: fileSystem)) == written
  }

  func write(_ digest: SHA256Digest, fileSystem: any FileSystem) throws(FileError) {
    try DurableFile.replace(text(digest), at: path, fileSystem: fileSystem)
  }

  private func text(_ digest: SHA256Digest) -> [UInt8] {
    Array("\(digest.hex)  \(DurableFile.directoryAndName(of: index).name)\n".utf8)
  }
}
