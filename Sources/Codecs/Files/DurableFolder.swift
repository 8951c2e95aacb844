import Glibc

/// A folder of many files that appears under its final name only when all of them are complete.
///
/// Files go to a folder `.tmp-<host>-<pid>-<n>-<name>` beside the final one; `publish` synchronises
/// the file system once, which takes a tenth of the time of doing so for each of many small files,
/// and renames. A folder that is dropped before is removed.
public final class DurableFolder {
  /// The path under which the folder will appear.
  public let path: String
  private let directory: String
  private let temporaryPath: String
  private let fileSystem: any FileSystem
  /// The folder, open since before the first write: failures of any write are told to it.
  private var descriptor: Int32?
  private var made: Set<String> = []
  private var isFinished = false

  /// Creates the temporary folder; the folder around it must exist.
  public init(path: String, fileSystem: any FileSystem = PosixFileSystem()) throws(FileError) {
    let (directory, name) = DurableFile.directoryAndName(of: path)
    self.directory = directory
    self.path = path
    self.fileSystem = fileSystem
    temporaryPath = "\(directory)/\(TemporaryName.next(for: name))"
    do {
      try fileSystem.createDirectory(temporaryPath)
    } catch {
      throw .call("mkdir", path: temporaryPath, error: error, freeBytes: nil)
    }
    do {
      descriptor = try retrying { () throws(SystemError) in
        try fileSystem.openDirectory(temporaryPath)
      }
    } catch {
      throw .call("open", path: temporaryPath, error: error, freeBytes: nil)
    }
    // Tells those who clear up that a writer lives whose process they may not see.
    if let descriptor { _ = fileSystem.lock(descriptor, isShared: true) }
  }

  deinit {
    discard()
  }

  /// Creates a file at `relativePath`, with the folders on the way.
  ///
  /// - Returns: The new file; `nil` when the name is taken already.
  public func file(_ relativePath: String) throws(FileError) -> FolderFile? {
    let full = "\(temporaryPath)/\(relativePath)"
    let parent = DurableFile.directoryAndName(of: full).directory
    if parent != temporaryPath, made.insert(parent).inserted {
      try fileSystem.createDirectories(parent)
    }
    do {
      let descriptor = try retrying { () throws(SystemError) in try fileSystem.create(full) }
      return FolderFile(path: full, descriptor: descriptor, fileSystem: fileSystem)
    } catch {
      if error.code == EEXIST { return nil }
      let freeBytes = error.isOutOfSpace ? fileSystem.freeBytes(at: directory) : nil
      throw .call("create", path: full, error: error, freeBytes: freeBytes)
    }
  }

  /// Makes everything durable and gives the folder its name.
  ///
  /// When `replacing`, a folder of that name is put aside and removed: the caller makes sure that it
  /// may go. It gets its name back when the new one cannot have it. Otherwise a folder of that name
  /// that is not empty is an error.
  public func publish(replacing: Bool) throws(FileError) {
    guard !isFinished, let descriptor else {
      preconditionFailure("published twice or after a failure")
    }
    do {
      try retrying { () throws(SystemError) in try fileSystem.syncAll(descriptor) }
    } catch {
      throw .call("syncfs", path: temporaryPath, error: error, freeBytes: nil)
    }
    closeFolder()
    do throws(SystemError) {
      let aside = replacing ? try putAside() : nil
      do throws(SystemError) {
        try fileSystem.rename(temporaryPath, to: path)
      } catch {
        if let aside { try? fileSystem.rename(aside, to: path) }
        throw error
      }
      isFinished = true
      if let aside { try? fileSystem.removeTree(aside) }
    } catch {
      throw .call("rename", path: path, error: error, freeBytes: nil)
    }
    try fileSystem.synchronise(directory: directory)
  }

  /// Gives the folder that has the final name another one; `nil` when there is none.
  private func putAside() throws(SystemError) -> String? {
    let old =
      "\(directory)/\(TemporaryName.next(for: DurableFile.directoryAndName(of: path).name))"
    do {
      try fileSystem.rename(path, to: old)
    } catch {
      guard error.code == ENOENT else { throw error }
      return nil
    }
    return old
  }

  /// Removes the temporary folder; does nothing once the folder is published.
  public func discard() {
    guard !isFinished else { return }
    isFinished = true
    closeFolder()
    try? fileSystem.removeTree(temporaryPath)
  }

  private func closeFolder() {
    if let descriptor { try? fileSystem.close(descriptor) }
    descriptor = nil
  }
}

/// One file of a `DurableFolder`.
public final class FolderFile {
  /// Where it is until the folder is published.
  public let path: String
  private let fileSystem: any FileSystem
  private var descriptor: Int32?

  init(path: String, descriptor: Int32, fileSystem: any FileSystem) {
    self.path = path
    self.descriptor = descriptor
    self.fileSystem = fileSystem
  }

  deinit {
    if let descriptor { try? fileSystem.close(descriptor) }
  }

  /// Appends `bytes`.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    guard let descriptor else { preconditionFailure("written after it was closed") }
    var rest = bytes[...]
    while !rest.isEmpty {
      do throws(SystemError) {
        let written = try retrying { [rest] () throws(SystemError) in
          try fileSystem.write(rest, to: descriptor)
        }
        guard written > 0 else { throw SystemError(code: EIO) }
        rest = rest.dropFirst(written)
      } catch {
        let folder = DurableFile.directoryAndName(of: path).directory
        let freeBytes = error.isOutOfSpace ? fileSystem.freeBytes(at: folder) : nil
        throw .call("write", path: path, error: error, freeBytes: freeBytes)
      }
    }
  }

  /// Ends the file; it is durable once its folder is published.
  public func close() throws(FileError) {
    guard let descriptor else { return }
    self.descriptor = nil
    do {
      try fileSystem.close(descriptor)
    } catch {
      throw .call("close", path: path, error: error, freeBytes: nil)
    }
  }
}
