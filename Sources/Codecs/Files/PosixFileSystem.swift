import Glibc

/// The real system calls.
public struct PosixFileSystem: FileSystem {
  /// Creates the file system of this machine.
  public init() {}

  /// Creates `path` for writing and locks it; a symbolic link in its place counts as taken.
  ///
  /// The kernel drops the lock with the process, however it ends. A file system without locks does
  /// without. Somebody who clears up may hold the lock before its writer does: he is waited for,
  /// which is the time of one system call, and a file that he took for a dead writer's is made
  /// again.
  public func create(_ path: String) throws(SystemError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    while true {
      let descriptor = try Self.checked(unsafe Glibc.open(path, flags, 0o644))
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      guard unsafe access(path, F_OK) != 0, errno == ENOENT else { return descriptor }
      _ = Glibc.close(descriptor)
    }
  }

  /// Opens `path` for reading; never blocks on a pipe.
  public func open(_ path: String) throws(SystemError) -> Int32 {
    try Self.checked(unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
  }

  /// Opens the folder `path`.
  public func openDirectory(_ path: String) throws(SystemError) -> Int32 {
    try Self.checked(unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY))
  }

  /// Writes some of `bytes`.
  public func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32
  ) throws(SystemError) -> Int {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else { throw .last }
    return count
  }

  /// Reads up to `count` bytes at `offset`.
  public func read(
    count: Int, at offset: Int, from descriptor: Int32
  ) throws(SystemError) -> [UInt8] {
    var result = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      result = unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
      used = max(0, result)
    }
    guard result >= 0 else { throw .last }
    return bytes
  }

  /// Kind and size of the open file.
  public func status(of descriptor: Int32) throws(SystemError) -> FileStatus {
    var status = stat()
    _ = try Self.checked(unsafe fstat(descriptor, &status))
    let kind: FileStatus.Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      default: .special
      }
    return FileStatus(
      kind: kind, size: kind == .regular ? Int(status.st_size) : 0,
      modified: status.st_mtim.tv_sec, number: UInt64(status.st_ino))
  }

  /// Forces contents to stable storage.
  public func sync(_ descriptor: Int32) throws(SystemError) {
    _ = try Self.checked(fsync(descriptor))
  }

  /// Forces all that was written to the file system to stable storage.
  ///
  /// From Linux 5.8 on it fails when any write since the descriptor was opened could not be done.
  public func syncAll(_ descriptor: Int32) throws(SystemError) {
    do throws(SystemError) {
      guard let call = Self.syncFileSystem else { throw SystemError(code: ENOSYS) }
      _ = try Self.checked(call(descriptor))
    } catch {
      // Some sandboxes lack the call; `sync` does more and waits as well.
      guard error.code == ENOSYS else { throw error }
      Glibc.sync()
    }
  }

  /// `syncfs`, which is not of POSIX, so that Glibc's module leaves it out.
  private static let syncFileSystem: (@convention(c) @Sendable (Int32) -> Int32)? = unsafe dlsym(
    nil, "syncfs"
  ).map { unsafe unsafeBitCast($0, to: (@convention(c) @Sendable (Int32) -> Int32).self) }

  /// Closes the descriptor.
  public func close(_ descriptor: Int32) throws(SystemError) {
    _ = try Self.checked(Glibc.close(descriptor))
  }

  /// Gives the file a second name.
  public func link(_ source: String, to target: String) throws(SystemError) {
    _ = try Self.checked(unsafe Glibc.link(source, target))
  }

  /// Renames a file.
  public func rename(_ source: String, to target: String) throws(SystemError) {
    _ = try Self.checked(unsafe Glibc.rename(source, target))
  }

  /// Removes a name.
  public func remove(_ path: String) throws(SystemError) {
    _ = try Self.checked(unsafe unlink(path))
  }

  /// Creates a folder.
  public func createDirectory(_ path: String) throws(SystemError) {
    _ = try Self.checked(unsafe mkdir(path, 0o755))
  }

  /// Removes an empty folder.
  public func removeDirectory(_ path: String) throws(SystemError) {
    _ = try Self.checked(unsafe rmdir(path))
  }

  /// Names in a folder.
  public func entries(of path: String) throws(SystemError) -> [String] {
    guard let stream = unsafe opendir(path) else { throw .last }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .last }
    return names
  }

  /// Bytes still free for an unprivileged writer.
  public func freeBytes(at path: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  /// Whether the process exists; one that belongs to somebody else exists too.
  public func isAlive(process: Int32) -> Bool {
    kill(process, 0) == 0 || errno == EPERM
  }

  /// Takes the lock; one that cannot be asked for counts as taken.
  public func lock(_ descriptor: Int32, isShared: Bool) -> Bool {
    flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 || errno != EWOULDBLOCK
  }

  private static func checked(_ result: Int32) throws(SystemError) -> Int32 {
    guard result >= 0 else { throw .last }
    return result
  }
}
