import Glibc
import Pipeline

/// A worker was told to stop: whoever scheduled it is to start it again.
///
/// A scheduler stops work with SIGTERM or a warning signal, so both end with 75, try again.
struct StoppedWorker: Error, CustomStringConvertible {
  let signal: Int32

  /// Runs `work` of a worker.
  static func rethrowing(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let error as Interrupted where error.signal != SIGINT {
      throw StoppedWorker(signal: error.signal)
    }
  }

  var description: String { Interrupted(signal: signal).description }
}
