/// Runs units on a fixed number of workers.
///
/// Work is a synchronous function of its unit. At most `threads` units are in flight, so memory is
/// bounded by the workers and not by the data set. Reports are added in unit order, whatever order
/// the units end in.
public struct UnitRunner: Sendable {
  /// Number of units in flight.
  public let threads: Int
  /// Asks the workers to stop.
  public let stop: StopFlag

  /// Creates a runner of `threads` workers.
  public init(threads: Int, stop: StopFlag) {
    precondition(threads > 0)
    self.threads = threads
    self.stop = stop
  }

  /// Runs `work` once for each unit and returns the sum of the reports.
  ///
  /// - Throws: The error of the lowest-numbered unit that failed, after the units in flight ended;
  ///   no new unit starts once one has failed. `Interrupted` when a stop was requested.
  public func run(
    _ units: [WorkUnit], work: @escaping @Sendable (WorkUnit) throws -> StageReport
  ) async throws -> StageReport {
    let queue = UnitQueue(units, stop: stop)
    await WorkerThreads.run(min(threads, units.count)) { queue.drain(work) }
    let (reports, failures) = queue.results
    let real = failures.filter { !($0.value is Interrupted) }
    if let first = real.min(by: { $0.key < $1.key }) { throw first.value }
    try stop.check()
    return reports.sorted { $0.key < $1.key }.reduce(into: StageReport()) { $0 += $1.value }
  }
}
