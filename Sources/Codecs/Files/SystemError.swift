import Glibc

/// A failed system call's `errno`, as a value that can be thrown and compared.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The `errno` code, for example `ENOSPC`.
  public let code: Int32

  /// Creates an error from an `errno` code.
  public init(code: Int32) {
    self.code = code
  }

  /// `ENOENT`: no such file or folder.
  public static let notFound = ENOENT

  /// The error that the calling thread's last system call left.
  static var last: SystemError { SystemError(code: errno) }

  /// The system's own words and the number, for example `No space left on device (errno 28)`.
  public var description: String {
    // glibc keeps the text of unknown codes in thread-local storage, so this is safe in threads.
    let text = unsafe String(cString: strerror(code))
    return "\(text) (errno \(code))"
  }

  /// Whether the disk, the quota or the allowed file size is used up.
  public var isOutOfSpace: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }
}
