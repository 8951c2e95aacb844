import Glibc

/// Bytes that do not fit into memory, written once, then read at any offset, and gone with the
/// process: the file loses its name as soon as it is read.
///
/// A process that is killed before leaves a temporary name, which `DurableFile.removeStale` clears.
public final class ScratchFile {
  private let path: String
  private let fileSystem: any FileSystem
  private var descriptor: Int32?

  /// Creates the file in `directory`, which must exist.
  public init(
    directory: String, name: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    let path = "\(directory)/\(TemporaryName.next(for: name))"
    self.path = path
    self.fileSystem = fileSystem
    do {
      descriptor = try retrying { () throws(SystemError) in try fileSystem.create(path) }
    } catch {
      throw .call("create", path: path, error: error, freeBytes: nil)
    }
  }

  deinit {
    guard let descriptor else { return }
    try? fileSystem.close(descriptor)
    try? fileSystem.remove(path)
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    guard let descriptor else { preconditionFailure("written after it was read") }
    var rest = bytes[...]
    do {
      while !rest.isEmpty {
        let written = try retrying { [rest] () throws(SystemError) in
          let written = try fileSystem.write(rest, to: descriptor)
          // A regular file takes at least one byte or fails; zero would loop for ever.
          guard written > 0 else { throw SystemError(code: EIO) }
          return written
        }
        rest = rest.dropFirst(written)
      }
    } catch {
      let space = error.isOutOfSpace ? fileSystem.freeBytes(at: path) : nil
      throw .call("write", path: path, error: error, freeBytes: space)
    }
  }

  /// Ends the writing and hands the bytes out for reading; the name is gone.
  public func finish() throws(FileError) -> RandomAccessFile {
    guard let descriptor else { preconditionFailure("finished twice") }
    let file = try RandomAccessFile(path: path, fileSystem: fileSystem)
    self.descriptor = nil
    try? fileSystem.close(descriptor)
    try? fileSystem.remove(path)
    return file
  }
}
