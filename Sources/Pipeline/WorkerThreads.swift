import Foundation
import Synchronization

/// Threads of their own for work that blocks.
///
/// The pool behind tasks has one thread a core, which nothing may block; whoever waits for workers
/// on that pool could wait for a thread that other blocked tasks hold.
enum WorkerThreads {
  /// Runs `body` once on each of `count` new threads, and returns when all have ended.
  static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) async {
    guard count > 0 else { return }
    let running = Mutex(count)
    await withCheckedContinuation { ended in
      for _ in 0..<count {
        Thread.detachNewThread {
          body()
          let isLast = running.withLock { running in
            running -= 1
            return running == 0
          }
          if isLast { ended.resume() }
        }
      }
    }
  }
}
