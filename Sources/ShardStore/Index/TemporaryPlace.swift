import Codecs

/// An empty file with a temporary name and its writer's lock, for code that opens files by itself.
///
/// SQLite takes no locks here; without this one the file would look as if its writer were dead, to
/// somebody who cannot see the process. It goes with its owner, unless it got its final name.
final class TemporaryPlace: Sendable {
  let path: String
  private let descriptor: Int32
  private let fileSystem: any FileSystem

  /// Makes the file in the folder of `final`.
  init(of final: String, _ fileSystem: any FileSystem) throws(FileError) {
    let (directory, name) = DurableFile.directoryAndName(of: final)
    path = "\(directory)/\(TemporaryName.next(for: name))"
    self.fileSystem = fileSystem
    do {
      descriptor = try fileSystem.create(path)
    } catch {
      let freeBytes = error.isOutOfSpace ? fileSystem.freeBytes(at: directory) : nil
      throw .call("create", path: path, error: error, freeBytes: freeBytes)
    }
  }

  deinit {
    try? fileSystem.remove(path)
    try? fileSystem.close(descriptor)
  }
}
