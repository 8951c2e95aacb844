import Synchronization

/// A request to stop at the next safe point, set by a signal and read by every worker.
public final class StopFlag: Sendable {
  private let signal = Atomic<Int32>(0)

  /// Creates a flag that is not set.
  public init() {}

  /// Asks all workers to stop because of signal `number`; the first request wins.
  public func request(signal number: Int32) {
    _ = signal.compareExchange(expected: 0, desired: number, ordering: .relaxed)
  }

  /// The signal that asked for the stop, or `nil`.
  public var requested: Int32? {
    let number = signal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Throws `Interrupted` when a stop was requested.
  public func check() throws {
    if let requested { throw Interrupted(signal: requested) }
  }
}

/// The run was asked to stop; what was finished is kept and the next run continues.
public struct Interrupted: Error, CustomStringConvertible {
  /// The signal's number.
  public let signal: Int32

  /// Creates the error.
  public init(signal: Int32) {
    self.signal = signal
  }

  /// For people.
  public var description: String {
    "stopped by signal \(signal); finished units are kept, run the same command again to continue"
  }
}
