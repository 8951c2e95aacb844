import Codecs
import Glibc
import Synchronization

/// The real file system, in which one call goes wrong.
final class FaultyFileSystem: FileSystem {
  /// How the call goes wrong.
  enum Fault: Hashable {
    /// The call fails with this code.
    case fails(Int32)
    /// This call and all after it fail with this code.
    case failsForGood(Int32)
    /// A signal interrupts the call once; another call does the work.
    case isInterrupted
    /// A write takes one byte only; other calls work.
    case isShort
    /// The process is gone: nothing from here on has any effect.
    case stops
  }

  private struct State {
    var calls: [String] = []
    var isBroken = false
  }

  private let real = PosixFileSystem()
  private let fault: Fault?
  private let position: Int
  private let state = Mutex(State())

  /// Lets the call number `position`, counted from 0, go wrong.
  init(_ fault: Fault? = nil, at position: Int = -1) {
    self.fault = fault
    self.position = position
  }

  /// Names of the calls made so far.
  var calls: [String] { state.withLock { $0.calls } }

  /// Counts a call, and says whether a write is to be cut short.
  private func enter(_ call: String) throws(SystemError) -> Bool {
    let (number, isBroken) = state.withLock { state in
      state.calls.append(call)
      return (state.calls.count - 1, state.isBroken)
    }
    if isBroken { throw SystemError(code: brokenCode) }
    guard number == position, let fault else { return false }
    switch fault {
    case .fails(let code): throw SystemError(code: code)
    case .isInterrupted: throw SystemError(code: EINTR)
    case .isShort: return true
    case .failsForGood, .stops:
      state.withLock { $0.isBroken = true }
      throw SystemError(code: brokenCode)
    }
  }

  private var brokenCode: Int32 {
    if case .failsForGood(let code) = fault { code } else { EIO }
  }

  func create(_ path: String) throws(SystemError) -> Int32 {
    _ = try enter("create")
    return try real.create(path)
  }

  func open(_ path: String) throws(SystemError) -> Int32 {
    _ = try enter("open")
    return try real.open(path)
  }

  func openDirectory(_ path: String) throws(SystemError) -> Int32 {
    _ = try enter("openDirectory")
    return try real.openDirectory(path)
  }

  func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(SystemError) -> Int {
    let isShort = try enter("write")
    return try real.write(isShort ? bytes.prefix(1) : bytes, to: descriptor)
  }

  func read(count: Int, at offset: Int, from descriptor: Int32) throws(SystemError) -> [UInt8] {
    let isShort = try enter("read")
    return try real.read(count: isShort ? 1 : count, at: offset, from: descriptor)
  }

  func status(of descriptor: Int32) throws(SystemError) -> FileStatus {
    _ = try enter("status")
    return try real.status(of: descriptor)
  }

  func sync(_ descriptor: Int32) throws(SystemError) {
    _ = try enter("sync")
    // Tests look at contents, not at stable storage: a real fsync would only cost time.
  }

  func syncAll(_ descriptor: Int32) throws(SystemError) { _ = try enter("syncAll") }

  func close(_ descriptor: Int32) throws(SystemError) {
    // The descriptor is gone whatever is reported, as on Linux.
    try? real.close(descriptor)
    _ = try enter("close")
  }

  func link(_ source: String, to target: String) throws(SystemError) {
    _ = try enter("link")
    try real.link(source, to: target)
  }

  func rename(_ source: String, to target: String) throws(SystemError) {
    _ = try enter("rename")
    try real.rename(source, to: target)
  }

  func remove(_ path: String) throws(SystemError) {
    _ = try enter("remove")
    try real.remove(path)
  }

  func createDirectory(_ path: String) throws(SystemError) {
    _ = try enter("createDirectory")
    try real.createDirectory(path)
  }

  func removeDirectory(_ path: String) throws(SystemError) {
    _ = try enter("removeDirectory")
    try real.removeDirectory(path)
  }

  func entries(of path: String) throws(SystemError) -> [String] {
    _ = try enter("entries")
    return try real.entries(of: path)
  }

  func freeBytes(at path: String) -> Int? { 4096 }

  func isAlive(process: Int32) -> Bool { real.isAlive(process: process) }

  func lock(_ descriptor: Int32, isShared: Bool) -> Bool {
    real.lock(descriptor, isShared: isShared)
  }
}
