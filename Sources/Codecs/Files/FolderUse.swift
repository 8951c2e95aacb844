import Glibc

/// Keeps a folder in its place: as long as this lives, nobody takes the folder away.
///
/// Any number of processes may work in one folder; `FolderRemoval` waits for none of them and leaves
/// the folder. The kernel ends a use with its process.
public final class FolderUse: Sendable {
  private let descriptor: Int32
  private let fileSystem: any FileSystem

  /// Begins to use the folder `path`, which is made where `makesFolder` says so.
  ///
  /// - Throws: `FileError.call` with `ENOENT` when there is none, `EBUSY` when somebody is removing it
  ///   all the time.
  public init(
    _ path: String, makesFolder: Bool = false, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    self.fileSystem = fileSystem
    for _ in 0..<Self.triesMax {
      if makesFolder { try fileSystem.createDirectories(path) }
      let opened: Int32
      do {
        opened = try fileSystem.openDirectory(path)
      } catch {
        if makesFolder, error.code == ENOENT { continue }
        throw .call("open of the folder", path: path, error: error, freeBytes: nil)
      }
      // The name may have been taken from the folder before the lock was: then it is another's.
      if fileSystem.lock(opened, isShared: true), fileSystem.names(path, opened) {
        descriptor = opened
        return
      }
      try? fileSystem.close(opened)
      usleep(1000)
    }
    throw .call(
      "lock of the folder", path: path, error: SystemError(code: EBUSY), freeBytes: nil)
  }

  deinit {
    try? fileSystem.close(descriptor)
  }

  /// A second: a removal holds a folder under its name for the time of two system calls.
  private static let triesMax = 1000
}

extension FileSystem {
  /// Whether `path` is the name of the open folder.
  func names(_ path: String, _ descriptor: Int32) -> Bool {
    guard let other = try? openDirectory(path) else { return false }
    defer { try? close(other) }
    guard let found = try? status(of: other), let own = try? status(of: descriptor) else {
      return false
    }
    return found.number == own.number
  }
}
