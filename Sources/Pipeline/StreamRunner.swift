import Foundation
import Synchronization

/// Runs work on a stream of batches on a fixed number of workers; results leave in the stream's
/// order.
///
/// A worker takes a batch, works on it, waits for its turn and hands the result over. At most
/// `threads` batches are in memory, whatever the length of the stream.
public struct StreamRunner: Sendable {
  /// Number of batches in flight.
  public let threads: Int
  /// Asks the workers to stop.
  public let stop: StopFlag

  /// Creates a runner of `threads` workers.
  public init(threads: Int, stop: StopFlag) {
    precondition(threads > 0)
    self.threads = threads
    self.stop = stop
  }

  /// Runs `work` once for each batch.
  ///
  /// - Parameters:
  ///   - next: Gives the next batch, `nil` at the end; called by one worker at a time.
  ///   - work: Makes a result of a batch; called by all workers at once.
  ///   - emit: Takes the results in the order of the batches; called by one worker at a time.
  /// - Throws: The first error in the order of the stream, after everything before it was emitted;
  ///   `Interrupted` when a stop was requested.
  public func run<Batch, Result>(
    next: @escaping @Sendable () throws -> sending Batch?,
    work: @escaping @Sendable (Batch) throws -> Result,
    emit: @escaping @Sendable (Result) throws -> Void
  ) async throws {
    let turns = StreamTurns()
    let stop = stop
    await WorkerThreads.run(threads) {
      turns.drain(stop, next: next, work: work, emit: emit)
    }
    if let failure = turns.failure { throw failure }
    try stop.check()
  }
}

/// Who takes the next batch, and whose result is next.
private final class StreamTurns: Sendable {
  private struct Intake {
    var taken = 0
    var hasEnded = false
  }

  private struct Output {
    var emitted = 0
    var failure: (any Error)?
  }

  private let intake = Mutex(Intake())
  private let output = Mutex(Output())
  private let changed = NSCondition()

  /// The first error in the order of the stream.
  var failure: (any Error)? { output.withLock { $0.failure } }

  func drain<Batch, Result>(
    _ stop: StopFlag, next: () throws -> sending Batch?, work: (Batch) throws -> Result,
    emit: (Result) throws -> Void
  ) {
    while stop.requested == nil, failure == nil {
      var number = 0
      let batch: Swift.Result<Batch, any Error>? = intake.withLock { intake in
        guard !intake.hasEnded else { return nil }
        number = intake.taken
        do {
          guard let batch = try next() else {
            intake.hasEnded = true
            return nil
          }
          intake.taken += 1
          return .success(batch)
        } catch {
          intake.hasEnded = true
          intake.taken += 1
          return .failure(error)
        }
      }
      guard let batch else { return }
      let result = Swift.Result { try work(batch.get()) }
      finish(number) { try emit(result.get()) }
    }
  }

  /// Waits for the turn of a batch, then emits it unless an earlier one has failed.
  private func finish(_ number: Int, emit: () throws -> Void) {
    changed.lock()
    while output.withLock({ $0.emitted < number && $0.failure == nil }) { changed.wait() }
    if failure == nil {
      do {
        try emit()
      } catch {
        output.withLock { $0.failure = error }
      }
    }
    output.withLock { $0.emitted += 1 }
    changed.broadcast()
    changed.unlock()
  }
}
