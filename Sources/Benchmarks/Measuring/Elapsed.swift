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
    let cpu = processorSeconds
    let start = ContinuousClock.now
    try work()
    let duration = (ContinuousClock.now - start).components
    return Elapsed(
      wall: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18,
      processor: processorSeconds - cpu)
  }

  /// POSIX fixes the unit of `clock()` at a microsecond.
  private static var processorSeconds: Double { Double(clock()) / 1e6 }
}
