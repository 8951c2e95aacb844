#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Wall and processor seconds of a piece of work.
public struct Elapsed: Hashable, Sendable, Codable {
  /// Seconds on the clock.
  public let wall: Double
  /// Processor seconds of the whole process, all threads together.
  public let processor: Double

  /// Runs `work` and measures it.
  public static func measuring(_ work: () throws -> Void) rethrows -> Elapsed {
    let (cpu, start) = (processorSeconds, ContinuousClock.now)
    try work()
    return Elapsed(since: start, cpu)
  }

  /// Runs `work` and measures it, all threads that it has.
  public static func measuring(_ work: () async throws -> Void) async rethrows -> Elapsed {
    let (cpu, start) = (processorSeconds, ContinuousClock.now)
    try await work()
    return Elapsed(since: start, cpu)
  }

  private init(since start: ContinuousClock.Instant, _ cpu: Double) {
    let duration = (ContinuousClock.now - start).components
    wall = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
    processor = Self.processorSeconds - cpu
  }

  /// POSIX fixes the unit of `clock()` at a microsecond.
  private static var processorSeconds: Double { Double(clock()) / 1e6 }
}
