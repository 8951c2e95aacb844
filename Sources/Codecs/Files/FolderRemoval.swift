import Glibc

/// Takes a folder away from those who might begin to work in it, and then removes it.
///
/// It gets a temporary name first, in one step and only while nobody uses it (`FolderUse`): whoever
/// comes later finds no folder of its name and makes a new one. Between the two steps the caller
/// may look again, at what was there before, and put the folder back. A removal that is killed leaves
/// a temporary name, which `StaleFiles` clears.
public final class FolderRemoval {
  /// Where the folder is now.
  public let path: String
  private let original: String
  private let descriptor: Int32
  private let fileSystem: any FileSystem

  /// Takes `folder` away; `nil` when somebody uses it or it is gone.
  public init?(
    _ folder: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    let (directory, name) = DurableFile.directoryAndName(of: folder)
    original = folder
    path = "\(directory)/\(TemporaryName.next(for: name))"
    self.fileSystem = fileSystem
    do {
      descriptor = try fileSystem.openDirectory(folder)
    } catch {
      guard error.code != ENOENT else { return nil }
      throw .call("open of the folder", path: folder, error: error, freeBytes: nil)
    }
    guard fileSystem.lock(descriptor, isShared: false), fileSystem.names(folder, descriptor) else {
      return nil
    }
    do {
      try fileSystem.rename(folder, to: path)
    } catch {
      guard error.code != ENOENT else { return nil }
      throw .call("rename", path: folder, error: error, freeBytes: nil)
    }
  }

  deinit {
    try? fileSystem.close(descriptor)
  }

  /// Gives the folder its name back.
  ///
  /// - Throws: `FileError` when another folder has it by now; this one then keeps its temporary name.
  public func putBack() throws(FileError) {
    do {
      try fileSystem.rename(path, to: original)
    } catch {
      throw .call("rename", path: path, error: error, freeBytes: nil)
    }
  }

  /// Removes the folder with everything in it.
  public func remove() throws(FileError) {
    do {
      try fileSystem.removeTree(path)
    } catch {
      throw .call("removing a folder", path: path, error: error, freeBytes: nil)
    }
    try fileSystem.synchronise(directory: DurableFile.directoryAndName(of: original).directory)
  }
}
