import Dispatch
import Foundation
import Synchronization

/// Settings of the whole process: which signals end it, and how.
enum ProcessSetup {
  /// Turns a write to a closed pipe or beyond a file-size limit into an error of that call.
  static func ignoreWriteSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Calls `handler` with the signal's number on Ctrl-C, SIGTERM and SIGUSR1.
  ///
  /// The first signal asks for an orderly stop; a second Ctrl-C ends the process at once, which
  /// loses no more than the units in flight. Watching ends when the result is let go.
  static func watchSignals(
    _ handler: @escaping @Sendable (Int32) -> Void
  ) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGUSR1].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      let hits = Mutex(0)
      source.setEventHandler {
        let count = hits.withLock { count in
          count += 1
          return count
        }
        if number == SIGINT && count > 1 { exit(ExitCode.interrupted.rawValue) }
        handler(number)
      }
      source.resume()
      return source
    }
  }
}
