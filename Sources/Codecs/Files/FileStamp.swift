#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Size and times of a file: when they are the same, it was not written to since.
public struct FileStamp: Hashable, Sendable, Codable {
  /// Size in bytes.
  public let bytes: Int
  /// When its contents were last changed, in nanoseconds since 1970.
  public let modified: Int
  /// When contents, name or rights were last changed; nobody can set it back.
  public let changed: Int

  /// The stamp of a regular file; `nil` when there is none of that name.
  public init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    func nanoseconds(_ time: timespec) -> Int { time.tv_sec * 1_000_000_000 + time.tv_nsec }
    bytes = Int(status.st_size)
    modified = nanoseconds(status.st_mtim)
    changed = nanoseconds(status.st_ctim)
  }
}
