import Glibc

extension DurableFile {
  /// Renames the finished file at `source` over `path`, in another folder of the same file system,
  /// and makes that durable: at any moment `path` is the old file or the new one.
  public static func move(
    _ source: String, over path: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    do {
      try retrying { () throws(SystemError) in try fileSystem.rename(source, to: path) }
    } catch {
      throw .call("rename", path: path, error: error, freeBytes: nil)
    }
    try fileSystem.synchronise(directory: directoryAndName(of: path).directory)
    try fileSystem.synchronise(directory: directoryAndName(of: source).directory)
  }

  /// Removes the file at `path`, durably; one that is not there is removed already.
  public static func remove(
    _ path: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    do {
      try retrying { () throws(SystemError) in try fileSystem.remove(path) }
    } catch {
      guard error.code != ENOENT else { return }
      throw .call("unlink", path: path, error: error, freeBytes: nil)
    }
    try fileSystem.synchronise(directory: directoryAndName(of: path).directory)
  }
}
