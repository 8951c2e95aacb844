import Foundation
internal import Glibc

/// The output of a shell command, read as it comes.
///
/// Its standard input is empty, its standard error that of this process. A command that writes
/// nothing for `idleSeconds`, or goes on for as long behind its output, is ended with all that it
/// started.
@safe public final class PipedCommand {
  /// Why a command's output cannot be used.
  public struct Failure: Error, CustomStringConvertible {
    /// The command.
    public let command: String
    /// What became of it.
    public let reason: String

    /// The command and what became of it.
    public var description: String { "\(command): \(reason)" }
  }

  /// Seconds that a command may write nothing.
  public static let idleSeconds: Int32 = 600

  private let command: String
  private let process: Process
  private let output: Pipe
  private let idleSeconds: Int32
  private let check: () throws -> Void
  private var isAtEnd = false

  /// Starts `command` with `/bin/sh -c`; `check` is called while it is waited for and throws to stop.
  public init(
    _ command: String, idleSeconds: Int32 = PipedCommand.idleSeconds,
    check: @escaping () throws -> Void = {}
  ) throws(Failure) {
    self.command = command
    self.idleSeconds = idleSeconds
    self.check = check
    process = Process()
    output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw Failure(command: command, reason: "cannot be started: \(error)")
    }
    try? output.fileHandleForWriting.close()
  }

  deinit {
    terminate()
  }

  /// The next bytes, at most `count`; empty at the end of a command that ended well.
  ///
  /// - Throws: `Failure` for a command that ended with another status than 0, was killed, or wrote
  ///   nothing for too long; what `check` throws.
  public func read(_ count: Int) throws -> [UInt8] {
    guard !isAtEnd else { return [] }
    let descriptor = output.fileHandleForReading.fileDescriptor
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var status: Int32 = 0
    var idle: Int32 = 0
    while status <= 0, idle < idleSeconds * 1000 {
      try check()
      status = unsafe poll(&ready, 1, 500)
      guard status >= 0 || errno == EINTR else {
        throw Failure(command: command, reason: "cannot be read: \(SystemError.last)")
      }
      idle += 500
    }
    guard status > 0 else {
      terminate()
      throw Failure(command: command, reason: "wrote nothing for \(idleSeconds) s and was ended")
    }
    let bytes: [UInt8]
    do {
      // What is there already is enough: waiting for the whole count would defeat the limit.
      let available = min(count, 64 << 10)
      var buffer = [UInt8](repeating: 0, count: available)
      var found: Int
      repeat {
        found = unsafe Glibc.read(descriptor, &buffer, available)
      } while found < 0 && errno == EINTR
      guard found >= 0 else {
        throw Failure(command: command, reason: "cannot be read: \(SystemError.last)")
      }
      bytes = Array(buffer.prefix(found))
    }
    guard bytes.isEmpty else { return bytes }
    try waitForExit()
    isAtEnd = true
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let how = process.terminationReason == .exit ? "ended with status" : "was ended by signal"
      throw Failure(command: command, reason: "\(how) \(process.terminationStatus)")
    }
    return []
  }

  /// Waits for the end of a command whose output has ended.
  private func waitForExit() throws {
    let start = ContinuousClock.now
    var pause: Int32 = 1
    while process.isRunning {
      try check()
      guard ContinuousClock.now - start < .seconds(idleSeconds) else {
        terminate()
        throw Failure(
          command: command,
          reason: "closed its output, ran on for \(idleSeconds) s and was ended")
      }
      _ = poll(nil, 0, pause)
      pause = min(2 * pause, 250)
    }
    process.waitUntilExit()
  }

  /// Ends the shell and what it started, which is a group of processes of its own.
  ///
  /// Not by SIGTERM: threads of a pool start processes that have it blocked.
  private func terminate() {
    guard process.isRunning else { return }
    let shell = process.processIdentifier
    _ = kill(getpgid(shell) == shell ? -shell : shell, SIGKILL)
  }
}
