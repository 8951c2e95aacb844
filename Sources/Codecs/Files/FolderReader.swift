internal import Glibc

/// The entries of a folder, one at a time and in the file system's order, however many there are.
@safe public final class FolderReader {
  /// What an entry is.
  public enum Kind: Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A symbolic link, which is not followed.
    case link
    /// A pipe, socket or device.
    case special
  }

  /// The folder's path, for messages.
  public let path: String
  private let stream: OpaquePointer

  /// Opens a folder.
  public init(path: String) throws(FileError) {
    self.path = path
    guard let stream = unsafe opendir(path) else {
      throw .call("open", path: path, error: .last, freeBytes: nil)
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe _ = closedir(stream)
  }

  /// The next entry but `.` and `..`; `nil` at the end.
  public func next() throws(FileError) -> (name: [UInt8], kind: Kind)? {
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        guard errno == 0 else { throw .call("readdir", path: path, error: .last, freeBytes: nil) }
        return nil
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name == [0x2e] || name == [0x2e, 0x2e] { continue }
      switch unsafe Int(entry.pointee.d_type) {
      case Int(DT_REG): return (name, .file)
      case Int(DT_DIR): return (name, .folder)
      case Int(DT_LNK): return (name, .link)
      case Int(DT_UNKNOWN): return (name, kind(of: name))
      default: return (name, .special)
      }
    }
  }

  /// For file systems that do not tell kinds with names.
  private func kind(of name: [UInt8]) -> Kind {
    var status = stat()
    let text = name.map { CChar(bitPattern: $0) } + [0]
    guard unsafe fstatat(dirfd(stream), text, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return .special
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .special
    }
  }
}
