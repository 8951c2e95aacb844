import Synchronization

/// Counts by index, from any thread.
final class LockedCounts: Sendable {
  private let stored: Mutex<[Int]>

  init(_ count: Int) {
    stored = Mutex(Array(repeating: 0, count: count))
  }

  var counts: [Int] { stored.withLock { $0 } }

  func add(_ index: Int) {
    stored.withLock { $0[index] += 1 }
  }
}
