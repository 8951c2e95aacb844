import Glibc
public import Records

/// The folder below which the images lie, and the only way to reach them.
///
/// A key is walked component by component with `openat`, so that no key leads out of the folder:
/// empty components, `.`, `..`, a leading `/`, NUL and names of more than 255 bytes are refused, and
/// so are symbolic links unless they are allowed.
public struct RootFolder: Sendable {
  /// What to do with a symbolic link below the root; the root itself may always be one.
  public enum Links: String, CaseIterable, Sendable {
    /// A link on the way is `unsafe_path`.
    case refuse
    /// Links are followed wherever they lead, for image folders that are links into a shared store.
    case follow
  }

  /// Path of the folder.
  public let path: String
  private let links: Links

  /// Names the folder; it is opened by each read.
  public init(path: String, links: Links = .refuse) {
    self.path = path
    self.links = links
  }

  /// The whole file that `key` names.
  ///
  /// A bad file is a rejection (`unsafe_path`, `missing_file`, `unreadable_file`, `empty_file`,
  /// `image_too_large`); its text names no path, since it becomes part of a shard. A failure of the
  /// machine (no descriptors left, disk error, the root is gone) is thrown: it says nothing of the
  /// image.
  public func read(
    _ key: ImageKey, bytesMax: Int = 1 << 30
  ) throws(FileError) -> Result<[UInt8], Rejection> {
    let components: [[UInt8]]
    switch Self.components(of: key) {
    case .failure(let rejection): return .failure(rejection)
    case .success(let found): components = found
    }
    var folder = try openRoot()
    defer { _ = Glibc.close(folder) }
    for component in components.dropLast() {
      let next = open(component, in: folder, flags: O_DIRECTORY | O_RDONLY)
      guard next >= 0 else {
        let error = SystemError.last
        // With both flags the system calls a link "not a directory".
        let isLink = error.code == ENOTDIR && isLink(component, in: folder)
        return .failure(try rejection(key, isLink ? SystemError(code: ELOOP) : error))
      }
      _ = Glibc.close(folder)
      folder = next
    }
    let name = components.last ?? []
    let file = open(name, in: folder, flags: O_RDONLY | O_NONBLOCK)
    guard file >= 0 else { return .failure(try rejection(key, SystemError.last)) }
    defer { _ = Glibc.close(file) }
    return try contents(of: file, key: key, bytesMax: bytesMax)
  }

  /// Whether there is anything of the name `key`, which is not opened.
  ///
  /// - Throws: `FileError` when the root cannot be opened.
  public func contains(_ key: ImageKey) throws(FileError) -> Bool {
    guard case .success(let components) = Self.components(of: key) else { return false }
    var folder = try openRoot()
    defer { _ = Glibc.close(folder) }
    for component in components.dropLast() {
      let next = open(component, in: folder, flags: O_DIRECTORY | O_RDONLY)
      guard next >= 0 else { return false }
      _ = Glibc.close(folder)
      folder = next
    }
    var status = stat()
    let name = (components.last ?? []).map { CChar(bitPattern: $0) } + [0]
    return unsafe fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
  }

  /// The path components of `key`, or why it is unsafe.
  public static func components(of key: ImageKey) -> Result<[[UInt8]], Rejection> {
    func unsafe(_ detail: String) -> Result<[[UInt8]], Rejection> {
      .failure(Rejection(.unsafePath, detail))
    }
    guard !key.bytes.isEmpty else { return unsafe("the path is empty") }
    guard key.bytes.count <= 1024 else { return unsafe("the path has more than 1024 bytes") }
    guard !key.bytes.contains(0) else { return unsafe("the path contains a NUL byte") }
    guard key.bytes[0] != UInt8(ascii: "/") else { return unsafe("the path is absolute") }
    let components = key.bytes.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
    ).map { Array($0) }
    for component in components {
      switch component {
      case []: return unsafe("the path has an empty component")
      case [0x2E]: return unsafe("the path has a component '.'")
      case [0x2E, 0x2E]: return unsafe("the path has a component '..'")
      default:
        guard component.count <= 255 else {
          return unsafe("the path has a component of more than 255 bytes")
        }
      }
    }
    return .success(components)
  }

  private func openRoot() throws(FileError) -> Int32 {
    let root = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { throw .call("open", path: path, error: .last, freeBytes: nil) }
    return root
  }

  private func open(_ component: [UInt8], in folder: Int32, flags: Int32) -> Int32 {
    let noFollow = links == .refuse ? O_NOFOLLOW : 0
    let name = component.map { CChar(bitPattern: $0) } + [0]
    return unsafe openat(folder, name, flags | noFollow | O_CLOEXEC)
  }

  private func isLink(_ component: [UInt8], in folder: Int32) -> Bool {
    var status = stat()
    let name = component.map { CChar(bitPattern: $0) } + [0]
    guard unsafe fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFLNK
  }

  private func contents(
    of file: Int32, key: ImageKey, bytesMax: Int
  ) throws(FileError) -> Result<[UInt8], Rejection> {
    let system = PosixFileSystem()
    do {
      let status = try system.status(of: file)
      guard status.kind == .regular else {
        return .failure(
          Rejection(.unreadableFile, "expected a regular file, found a \(status.kind.rawValue)"))
      }
      guard status.size > 0 else { return .failure(Rejection(.emptyFile, "0 bytes")) }
      guard status.size <= bytesMax else {
        let detail = "\(status.size) bytes, expected at most \(bytesMax)"
        return .failure(Rejection(.imageTooLarge, detail))
      }
      var bytes: [UInt8] = []
      while bytes.count < status.size {
        let count = status.size - bytes.count
        let piece = try retrying { [offset = bytes.count] () throws(SystemError) in
          try system.read(count: count, at: offset, from: file)
        }
        guard !piece.isEmpty else {
          return .failure(Rejection(.unreadableFile, "the file was cut while it was read"))
        }
        bytes = bytes.isEmpty ? piece : bytes + piece
      }
      return .success(bytes)
    } catch {
      throw .call("read", path: "\(path)/\(key)", error: error, freeBytes: nil)
    }
  }

  /// What a failed open says of the image; throws when it says something of the machine instead.
  private func rejection(_ key: ImageKey, _ error: SystemError) throws(FileError) -> Rejection {
    switch error.code {
    case ENOENT, ENOTDIR:
      return Rejection(.missingFile, "no such file")
    case ELOOP: return Rejection(.unsafePath, "the path has a symbolic link")
    case EACCES, EPERM: return Rejection(.unreadableFile, "permission denied")
    case ENXIO, ENODEV: return Rejection(.unreadableFile, "expected a regular file")
    case ENAMETOOLONG: return Rejection(.unsafePath, "the name is too long for the file system")
    default: throw .call("open", path: "\(path)/\(key)", error: error, freeBytes: nil)
    }
  }
}
