import Glibc

/// A file that appears under its final name only when it is complete and on stable storage.
///
/// Bytes go to `.tmp-<host>-<pid>-<n>-<name>` in the same folder. `publish` synchronises them,
/// gives the file its final name by `link`, which never replaces anything, and synchronises the
/// folder: the final name is the commit. `replace` renames over what was there, for files that can
/// be made again. A file that is dropped before either is removed; after a crash only the temporary
/// name is left, which `removeStale` clears. `fsync` is never tried twice: after a failure the kernel
/// may have dropped the dirty pages and would report success.
public final class DurableFile {
  /// What publishing found.
  public enum Outcome: String, Sendable {
    /// The final name is new and ours.
    case published
    /// Somebody published the same bytes before us; ours were dropped.
    case alreadyThere
  }

  /// The path under which the file will appear.
  public let path: String
  /// Bytes written so far.
  public private(set) var count = 0
  private let directory: String
  private let temporaryPath: String
  private let fileSystem: any FileSystem
  private var hasher = SHA256Hasher()
  private var descriptor: Int32?
  private var hasTemporary = true

  /// Creates the temporary file in `directory`, which must exist.
  public init(
    directory: String, name: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    precondition(!name.isEmpty && !name.utf8.contains(UInt8(ascii: "/")))
    self.directory = directory
    self.fileSystem = fileSystem
    path = "\(directory)/\(name)"
    temporaryPath = "\(directory)/\(TemporaryName.next(for: name))"
    do {
      descriptor = try retrying { () throws(SystemError) in try fileSystem.create(temporaryPath) }
    } catch {
      // Nothing is ours yet: a file of that name is another writer's.
      hasTemporary = false
      // Space may be left where no more files fit (inodes); the figure tells the two apart.
      let freeBytes = error.isOutOfSpace ? fileSystem.freeBytes(at: directory) : nil
      throw .call("create", path: temporaryPath, error: error, freeBytes: freeBytes)
    }
  }

  deinit {
    discard()
  }

  /// SHA-256 of all bytes written so far.
  public var digest: SHA256Digest { hasher.digest }

  /// Appends `bytes`; after an error the file is gone and must not be used again.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    guard let descriptor else { preconditionFailure("written after it was finished or failed") }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = try step("write") { [rest] () throws(SystemError) in
        let written = try fileSystem.write(rest, to: descriptor)
        // A regular file takes at least one byte or fails; zero would loop for ever.
        guard written > 0 else { throw SystemError(code: EIO) }
        return written
      }
      rest = rest.dropFirst(written)
    }
    hasher.update(bytes[...])
    count += bytes.count
  }

  /// Makes the file durable and gives it its final name unless that is taken by the same bytes.
  public func publish() throws(FileError) -> Outcome {
    try flush()
    var outcome = Outcome.published
    do {
      try retrying { () throws(SystemError) in try fileSystem.link(temporaryPath, to: path) }
    } catch {
      switch error.code {
      case EEXIST:
        try compareWithPublished()
        outcome = .alreadyThere
      case EPERM, EOPNOTSUPP, ENOSYS, EMLINK:
        outcome = try publishWithoutLinks()
      default:
        throw failure("link", error)
      }
    }
    if hasTemporary {
      hasTemporary = false
      try step("unlink") { () throws(SystemError) in try fileSystem.remove(temporaryPath) }
    }
    try synchroniseFolder()
    return outcome
  }

  /// Makes the file durable and puts it under its final name in place of what was there.
  public func replace() throws(FileError) {
    try flush()
    try step("rename") { () throws(SystemError) in
      try fileSystem.rename(temporaryPath, to: path)
    }
    hasTemporary = false
    try synchroniseFolder()
  }

  /// Removes the temporary file; does nothing when the file is finished or already gone.
  public func discard() {
    if let descriptor {
      self.descriptor = nil
      try? fileSystem.close(descriptor)
    }
    guard hasTemporary else { return }
    hasTemporary = false
    try? fileSystem.remove(temporaryPath)
  }

  private func flush() throws(FileError) {
    guard let descriptor else { preconditionFailure("finished twice or after a failure") }
    try step("fsync") { () throws(SystemError) in try fileSystem.sync(descriptor) }
    self.descriptor = nil
    do {
      try fileSystem.close(descriptor)
    } catch {
      throw failure("close", error)
    }
  }

  private func compareWithPublished() throws(FileError) {
    let theirs: SHA256Digest
    do {
      theirs = try SHA256Digest(ofFile: path, fileSystem: fileSystem)
    } catch {
      discard()
      throw error
    }
    guard theirs == digest else {
      discard()
      throw .conflict(path: path, ours: digest, theirs: theirs)
    }
  }

  /// For file systems without hard links (FAT, some network mounts): look, then rename.
  ///
  /// Two writers of one name may both pass the look, and the later rename wins. They write equal
  /// bytes, since a unit's bytes depend only on its inputs, so nothing is lost.
  private func publishWithoutLinks() throws(FileError) -> Outcome {
    do {
      let existing = try fileSystem.open(path)
      try? fileSystem.close(existing)
      try compareWithPublished()
      return .alreadyThere
    } catch let error as SystemError {
      guard error.code == ENOENT else { throw failure("open", error) }
    } catch let error as FileError {
      throw error
    } catch {
      preconditionFailure("only the two errors above are thrown")
    }
    try step("rename") { () throws(SystemError) in
      try fileSystem.rename(temporaryPath, to: path)
    }
    hasTemporary = false
    return .published
  }

  private func synchroniseFolder() throws(FileError) {
    try fileSystem.synchronise(directory: directory)
  }

  /// Runs one call, again when a signal interrupted it; any other failure drops the file.
  private func step<Value>(
    _ call: String, _ body: () throws(SystemError) -> Value
  ) throws(FileError) -> Value {
    do {
      return try retrying(body)
    } catch {
      throw failure(call, error)
    }
  }

  private func failure(_ call: String, _ error: SystemError) -> FileError {
    let freeBytes = error.isOutOfSpace ? fileSystem.freeBytes(at: directory) : nil
    discard()
    return .call(call, path: path, error: error, freeBytes: freeBytes)
  }
}

/// Runs `body` again for as long as a signal interrupts it.
func retrying<Value>(
  _ body: () throws(SystemError) -> Value
) throws(SystemError) -> Value {
  while true {
    do {
      return try body()
    } catch {
      guard error.code == EINTR else { throw error }
    }
  }
}
