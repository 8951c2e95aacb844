import Glibc

/// A file open for reading at any offset, by any number of threads.
///
/// Reads are `pread` calls and not a memory map: a file that another process cuts is an error here,
/// not a SIGBUS.
public final class RandomAccessFile: Sendable {
  /// The path given on opening, for messages.
  public let path: String
  /// Size in bytes when the file was opened.
  public let size: Int
  private let descriptor: Int32
  private let fileSystem: any FileSystem

  /// Opens a regular file.
  public init(
    path: String, fileSystem: any FileSystem = PosixFileSystem()
  ) throws(FileError) {
    self.path = path
    self.fileSystem = fileSystem
    let opened: Int32
    do {
      opened = try fileSystem.open(path)
    } catch {
      throw FileError.call("open", path: path, error: error, freeBytes: nil)
    }
    do {
      let status = try fileSystem.status(of: opened)
      guard status.kind == .regular else {
        try? fileSystem.close(opened)
        throw FileError.notRegular(path: path, found: status.kind)
      }
      descriptor = opened
      size = status.size
    } catch let error as SystemError {
      try? fileSystem.close(opened)
      throw FileError.call("fstat", path: path, error: error, freeBytes: nil)
    } catch let error as FileError {
      throw error
    } catch {
      preconditionFailure("only the two errors above are thrown")
    }
  }

  deinit {
    try? fileSystem.close(descriptor)
  }

  /// Reads exactly `count` bytes at `offset`; both must lie inside the file as it was opened.
  public func read(count: Int, at offset: Int) throws(FileError) -> [UInt8] {
    precondition(count >= 0 && offset >= 0 && offset <= size - count)
    var bytes = try readSome(count: count, at: offset)
    while bytes.count < count {
      let more = try readSome(count: count - bytes.count, at: offset + bytes.count)
      guard !more.isEmpty else {
        throw .shortRead(path: path, offset: offset, expected: count, found: bytes.count)
      }
      bytes += more
    }
    return bytes
  }

  private func readSome(count: Int, at offset: Int) throws(FileError) -> [UInt8] {
    while true {
      do {
        return try fileSystem.read(count: count, at: offset, from: descriptor)
      } catch {
        guard error.code == EINTR else {
          throw .call("read", path: path, error: error, freeBytes: nil)
        }
      }
    }
  }
}

/// Reads a whole regular file of at most `bytesMax` bytes.
///
/// For files that the run cannot do without (configuration, models, lists); images are read through
/// `RootFolder`, where a bad file is a rejection.
public func readFile(
  _ path: String, bytesMax: Int, fileSystem: any FileSystem = PosixFileSystem()
) throws(FileError) -> [UInt8] {
  let file = try RandomAccessFile(path: path, fileSystem: fileSystem)
  guard file.size <= bytesMax else {
    throw .tooLarge(path: path, bytes: file.size, bytesMax: bytesMax)
  }
  return try file.read(count: file.size, at: 0)
}
