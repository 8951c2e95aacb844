internal import Dispatch

/// Threads that do the same work at the same time, as the workers of a run do.
public struct Lanes: Hashable, Sendable {
  /// How many.
  public let count: Int

  /// Creates at least one lane.
  public init(_ count: Int) {
    precondition(count > 0)
    self.count = count
  }

  /// Runs `work` on each lane with the lane's number, and waits for all of them.
  public func run(_ work: @Sendable (Int) -> Void) {
    guard count > 1 else { return work(0) }
    DispatchQueue.concurrentPerform(iterations: count, execute: work)
  }
}
