import Glibc

/// The environment's failures around files: what was tried, where, what the system said, what to do.
public enum FileError: Error, Hashable, Sendable {
  /// A system call failed; `freeBytes` is known when the disk was full.
  case call(String, path: String, error: SystemError, freeBytes: Int?)
  /// A finished file has the final name but other bytes than ours.
  case conflict(path: String, ours: SHA256Digest, theirs: SHA256Digest)
  /// The file is larger than its reader allows.
  case tooLarge(path: String, bytes: Int, bytesMax: Int)
  /// The name stands for a folder or a special file.
  case notRegular(path: String, found: FileStatus.Kind)
  /// The file ended, or was cut, while it was being read.
  case shortRead(path: String, offset: Int, expected: Int, found: Int)
}

extension FileError: CustomStringConvertible {
  /// One line for people: what, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .call(let call, let path, let error, let freeBytes):
      let space = freeBytes.map { ", \($0) bytes free" } ?? ""
      return "\(path): \(call) failed: \(error)\(space). \(Self.advice(for: error))"
    case .conflict(let path, let ours, let theirs):
      return """
        \(path): exists with other contents: expected SHA-256 \(ours), found \(theirs). It was \
        written with another configuration, model or tool version; remove it or use a new data set.
        """
    case .tooLarge(let path, let bytes, let bytesMax):
      return """
        \(path): has \(bytes) bytes, expected at most \(bytesMax). Check that it is the right file.
        """
    case .notRegular(let path, let found):
      return "\(path): expected a regular file, found a \(found.rawValue). Give the path of a file."
    case .shortRead(let path, let offset, let expected, let found):
      return """
        \(path): expected \(expected) bytes at offset \(offset), found \(found). The file was cut \
        while it was read; run `pseudobox verify`.
        """
    }
  }

  private static func advice(for error: SystemError) -> String {
    switch error.code {
    case ENOSPC, EDQUOT: "Free some space and run again; finished units are kept."
    case EFBIG: "Raise the file size limit (ulimit -f) and run again; finished units are kept."
    case EACCES, EPERM, EROFS: "Check the permissions of the folder."
    case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n) and run again."
    case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: "Check the path."
    case EIO: "Check the disk; the unit's output was dropped and will be made again."
    default: "Run again when the cause is removed; finished units are kept."
    }
  }
}
