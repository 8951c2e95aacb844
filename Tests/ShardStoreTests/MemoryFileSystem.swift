import Codecs
import Glibc

/// One file that exists only in memory, for reading.
struct MemoryFileSystem: FileSystem {
  var bytes: [UInt8]
  /// Reading any of these fails, as of a bad sector.
  var unreadable = 0..<0

  private var refused: SystemError { SystemError(code: EROFS) }

  func open(_ path: String) throws(SystemError) -> Int32 { 3 }

  func close(_ descriptor: Int32) throws(SystemError) {}

  func status(of descriptor: Int32) throws(SystemError) -> FileStatus {
    FileStatus(kind: .regular, size: bytes.count)
  }

  func read(count: Int, at offset: Int, from descriptor: Int32) throws(SystemError) -> [UInt8] {
    guard !unreadable.overlaps(offset..<offset + count) else { throw SystemError(code: EIO) }
    return Array(bytes.dropFirst(offset).prefix(count))
  }

  func create(_ path: String) throws(SystemError) -> Int32 { throw refused }

  func openDirectory(_ path: String) throws(SystemError) -> Int32 { throw refused }

  func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(SystemError) -> Int {
    throw refused
  }

  func sync(_ descriptor: Int32) throws(SystemError) { throw refused }
  func syncAll(_ descriptor: Int32) throws(SystemError) { throw refused }

  func link(_ source: String, to target: String) throws(SystemError) { throw refused }

  func rename(_ source: String, to target: String) throws(SystemError) { throw refused }

  func remove(_ path: String) throws(SystemError) { throw refused }

  func createDirectory(_ path: String) throws(SystemError) { throw refused }

  func removeDirectory(_ path: String) throws(SystemError) { throw refused }

  func entries(of path: String) throws(SystemError) -> [String] { throw refused }

  func freeBytes(at path: String) -> Int? { nil }

  func isAlive(process: Int32) -> Bool { false }
}
