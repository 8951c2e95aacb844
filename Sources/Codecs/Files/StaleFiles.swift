import Glibc

/// The temporary files and folders that writers left in a folder, and which of them nobody will
/// finish.
public struct StaleFiles: Hashable, Sendable {
  /// A file found.
  public struct Entry: Hashable, Sendable {
    /// The file's name in the folder.
    public let name: String
    /// Size in bytes; 0 for a folder.
    public let bytes: Int
    /// Why it must stay; `nil` when it may go.
    public let keeper: Keeper?
  }

  /// Why a temporary file must stay.
  public enum Keeper: String, Sendable {
    /// A process of this machine, or one that holds its lock, is writing it.
    case writer = "its writer is alive, or another user's"
    /// It was made on another machine and is too young to be given up.
    case otherHost = "made on another machine not long ago"
    /// Its name is not one of ours.
    case unknown = "not a name of ours"
  }

  /// Folder that was looked through.
  public let directory: String
  /// All temporary files, in order of names.
  public let entries: [Entry]

  /// Looks through `directory`.
  ///
  /// A file of this host may go when its process is dead and its lock is free: the lock tells a
  /// writer in another container that shares the host's name. Whether a writer on another machine
  /// lives cannot be known, nor whether a living process of that number is the writer when the lock
  /// is free, so such a file may go only when it is at least `foreignAge` seconds older
  /// than `now` (seconds since 1970; the clock's time), or never when that is `nil`.
  public init(
    in directory: String, foreignAge: Int? = nil, now: Int? = nil,
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    self.directory = directory
    let now = now ?? time(nil)
    do {
      var entries: [Entry] = []
      for text in try fileSystem.entries(of: directory).sorted() where text.hasPrefix(".tmp-") {
        let name = TemporaryName(text)
        let isOurs = name?.host == TemporaryName.thisHost
        // A living process of that number may be another one: in a container the first is always 1.
        let isAlive = name.map { isOurs && fileSystem.isAlive(process: $0.process) } ?? false
        guard let found = try Self.look(at: "\(directory)/\(text)", fileSystem) else { continue }
        let isOld = foreignAge.map { now - found.status.modified >= $0 } ?? false
        let keeper: Keeper? =
          if name == nil || found.status.kind == .special { .unknown } else if !found.isUnlocked {
            .writer
          } else if isOld {
            nil
          } else if isAlive {
            .writer
          } else {
            isOurs ? nil : .otherHost
          }
        entries.append(Entry(name: text, bytes: found.status.size, keeper: keeper))
      }
      self.entries = entries
    } catch {
      throw .call("looking for temporary files", path: directory, error: error, freeBytes: nil)
    }
  }

  /// Removes what may go, unless a writer has turned up since; returns the names removed.
  @discardableResult
  public func remove(
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) -> [String] {
    var removed: [String] = []
    for entry in entries where entry.keeper == nil {
      do {
        if try Self.removeUnlocked("\(directory)/\(entry.name)", fileSystem) {
          removed.append(entry.name)
        }
      } catch {
        throw .call("removing old temporary files", path: directory, error: error, freeBytes: nil)
      }
    }
    return removed
  }

  /// Removes a file or folder with its lock held from the look to the end: a writer in another
  /// container, whose process cannot be seen, may have made the file and not have its lock yet.
  ///
  /// Returns false when it is locked or gone: another process that resumes the same data set may
  /// have been faster.
  private static func removeUnlocked(
    _ path: String, _ fileSystem: any FileSystem
  ) throws(SystemError) -> Bool {
    do {
      let descriptor = try fileSystem.open(path)
      defer { try? fileSystem.close(descriptor) }
      let isFolder = try fileSystem.status(of: descriptor).kind == .directory
      guard isUnlocked(descriptor, isFolder: isFolder, fileSystem) else { return false }
      if isFolder {
        try fileSystem.removeTree(path)
      } else {
        try fileSystem.remove(path)
      }
      return true
    } catch {
      guard error.code == ENOENT else { throw error }
      return false
    }
  }

  /// Whether nobody holds a lock of the open file or folder; then it is held here.
  ///
  /// A writer has his file's lock alone, so that a shared one excludes it, and NFS gives no other to
  /// a descriptor for reading. Those who use a folder share its lock.
  private static func isUnlocked(
    _ descriptor: Int32, isFolder: Bool, _ fileSystem: any FileSystem
  ) -> Bool {
    fileSystem.lock(descriptor, isShared: !isFolder)
  }

  /// Status and lock of what is at `path`; `nil` when it is gone meanwhile.
  private static func look(
    at path: String, _ fileSystem: any FileSystem
  ) throws(SystemError) -> (status: FileStatus, isUnlocked: Bool)? {
    let descriptor: Int32
    do {
      descriptor = try fileSystem.open(path)
    } catch {
      switch error.code {
      case ENOENT: return nil
      // Whoever made it so knows better.
      case EACCES: return (FileStatus(kind: .regular, size: 0), isUnlocked: false)
      default: throw error
      }
    }
    defer { try? fileSystem.close(descriptor) }
    let status = try fileSystem.status(of: descriptor)
    return (status, isUnlocked(descriptor, isFolder: status.kind == .directory, fileSystem))
  }
}

extension DurableFile {
  /// Removes the temporary files that dead processes of this host left in `directory`.
  ///
  /// Files of other hosts and of living processes are left alone. Returns the names removed.
  @discardableResult
  public static func removeStale(
    in directory: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) -> [String] {
    try StaleFiles(in: directory, fileSystem: fileSystem).remove(fileSystem: fileSystem)
  }
}
