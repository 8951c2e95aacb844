import Synchronization

/// How far a pass is.
public struct ProgressEvent: Hashable, Sendable {
  /// The pass: `regions`, `labels` and so on.
  public var pass: String
  /// What is counted: `images`.
  public var noun: String
  /// How many are done, those of earlier runs included.
  public var done: Int
  /// How many there are in all; 0 while that is not known.
  public var total: Int
  /// Seconds since the pass began in this run.
  public var elapsed: Double
  /// Items per second in this run, 0 until the first is done.
  public var rate: Double
  /// Seconds to go at this rate, `nil` while unknown.
  public var remaining: Double?
  /// Whether this is the pass's last event.
  public var isLast: Bool
}

/// Counts finished items and tells a sink now and then, with rate and time to go.
///
/// Driven by the workers that finish items: no timer, no thread of its own. Items that an earlier
/// run finished count as done but not into the rate.
public final class ProgressMeter: Sendable {
  private struct State {
    var done: Int
    var alreadyDone: Int
    var total: Int
    var lastTold: Double
  }

  private let pass: String
  private let noun: String
  private let interval: Double
  private let now: @Sendable () -> Double
  private let start: Double
  private let sink: @Sendable (ProgressEvent) -> Void
  private let state: Mutex<State>

  /// Creates a meter.
  ///
  /// - Parameters:
  ///   - pass: The pass's name.
  ///   - noun: What is counted.
  ///   - total: How many there are; 0 when that is not known yet.
  ///   - alreadyDone: How many an earlier run finished.
  ///   - interval: Least seconds between two events.
  ///   - now: A monotonic clock in seconds.
  ///   - sink: Called with each event, never by two threads at a time.
  public init(
    pass: String, noun: String, total: Int, alreadyDone: Int = 0, interval: Double,
    now: @escaping @Sendable () -> Double = ProgressMeter.monotonicSeconds,
    sink: @escaping @Sendable (ProgressEvent) -> Void
  ) {
    self.pass = pass
    self.noun = noun
    self.interval = interval
    self.now = now
    let start = now()
    self.start = start
    self.sink = sink
    self.state = Mutex(
      State(done: alreadyDone, alreadyDone: alreadyDone, total: total, lastTold: start))
  }

  /// Seconds of a clock that never goes back.
  public static func monotonicSeconds() -> Double {
    (ContinuousClock.now - origin).inSeconds
  }

  private static let origin = ContinuousClock.now

  /// Adds finished items; `total` replaces what was known of their number.
  public func advance(by items: Int = 1, total: Int? = nil) {
    state.withLock { state in
      state.done += items
      if let total { state.total = total }
      let time = now()
      guard time - state.lastTold >= interval else { return }
      state.lastTold = time
      sink(event(state, at: time, isLast: false))
    }
  }

  /// Adds items that an earlier run finished, which take no part in the rate.
  public func skip(_ items: Int) {
    state.withLock { state in
      state.done += items
      state.alreadyDone += items
    }
  }

  /// Tells the sink the final count.
  public func finish() {
    state.withLock { state in
      if state.total < state.done { state.total = state.done }
      sink(event(state, at: now(), isLast: true))
    }
  }

  private func event(_ state: State, at time: Double, isLast: Bool) -> ProgressEvent {
    let elapsed = time - start
    let fresh = state.done - state.alreadyDone
    let rate = fresh > 0 && elapsed > 0 ? Double(fresh) / elapsed : 0
    let isKnown = rate > 0 && state.total > 0
    let remaining = isKnown ? Double(max(0, state.total - state.done)) / rate : nil
    return ProgressEvent(
      pass: pass, noun: noun, done: state.done, total: state.total, elapsed: elapsed, rate: rate,
      remaining: remaining, isLast: isLast)
  }
}
