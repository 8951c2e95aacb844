/// The system calls by which durable files are written and read, so that tests can make each fail.
///
/// Each method is one call with one `errno`; loops over short writes and `EINTR` are the caller's
/// and are therefore under test too. Descriptors are plain numbers that the caller closes.
public protocol FileSystem: Sendable {
  /// Creates `path` for writing, mode 0644; fails with `EEXIST` when the name is taken.
  func create(_ path: String) throws(SystemError) -> Int32
  /// Opens `path` for reading.
  func open(_ path: String) throws(SystemError) -> Int32
  /// Opens the folder `path`, to be synchronised.
  func openDirectory(_ path: String) throws(SystemError) -> Int32
  /// Writes some of `bytes` at the descriptor's position and returns how many were taken.
  func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(SystemError) -> Int
  /// Reads up to `count` bytes at `offset`; fewer only at the end of the file or by a short read.
  func read(count: Int, at offset: Int, from descriptor: Int32) throws(SystemError) -> [UInt8]
  /// Kind and size of the open file.
  func status(of descriptor: Int32) throws(SystemError) -> FileStatus
  /// Forces the file's or folder's contents to stable storage.
  func sync(_ descriptor: Int32) throws(SystemError)
  /// Forces all that was written to the descriptor's file system to stable storage.
  func syncAll(_ descriptor: Int32) throws(SystemError)
  /// Closes the descriptor, which is gone whatever the outcome.
  func close(_ descriptor: Int32) throws(SystemError)
  /// Gives the file at `source` a second name; fails with `EEXIST` when that is taken.
  func link(_ source: String, to target: String) throws(SystemError)
  /// Renames `source`, replacing what `target` named.
  func rename(_ source: String, to target: String) throws(SystemError)
  /// Removes the name of a file.
  func remove(_ path: String) throws(SystemError)
  /// Creates the folder `path`, mode 0755; fails with `EEXIST` when the name is taken.
  func createDirectory(_ path: String) throws(SystemError)
  /// Removes the empty folder `path`.
  func removeDirectory(_ path: String) throws(SystemError)
  /// Names in the folder `path`, without `.` and `..`, in no particular order.
  func entries(of path: String) throws(SystemError) -> [String]
  /// Bytes that an unprivileged writer may still use where `path` lies; `nil` when unknown.
  func freeBytes(at path: String) -> Int?
  /// Whether a process of this machine has the number `process`.
  func isAlive(process: Int32) -> Bool
  /// Takes the lock of the open file or folder, without waiting; false when others hold one that
  /// excludes it.
  ///
  /// It is held until the descriptor is closed. Every writer of a file has its lock alone; those who
  /// work in a folder share the folder's.
  func lock(_ descriptor: Int32, isShared: Bool) -> Bool
}

extension FileSystem {
  /// Where nothing is known of locks everybody gets one.
  public func lock(_ descriptor: Int32, isShared: Bool) -> Bool { true }
}

/// Kind and size of a file.
public struct FileStatus: Hashable, Sendable {
  /// The kinds that matter to a reader.
  public enum Kind: String, Sendable {
    /// An ordinary file.
    case regular = "regular file"
    /// A folder.
    case directory = "directory"
    /// A pipe, socket, device or anything else.
    case special = "special file"
  }

  /// What the name stands for.
  public let kind: Kind
  /// Size in bytes; 0 for anything but a regular file.
  public let size: Int
  /// When it was last changed, in seconds since 1970.
  public let modified: Int
  /// Its number on its file system: names may change hands.
  public let number: UInt64

  /// Creates a status.
  public init(kind: Kind, size: Int, modified: Int = 0, number: UInt64 = 0) {
    self.kind = kind
    self.size = size
    self.modified = modified
    self.number = number
  }
}
