/// Who hears of a run while it goes on: progress for bars and logs, notes for people.
public struct RunObserver: Sendable {
  /// How much a note matters.
  public enum Level: String, Sendable {
    case debug, info, warning
  }

  /// Least seconds between two progress events of a pass.
  public var progressInterval: Double
  /// Hears progress; called from worker threads, one event of a pass at a time.
  public var progress: @Sendable (ProgressEvent) -> Void
  /// Hears notes: a level, one line, and facts by name.
  public var note: @Sendable (Level, String, [String: String]) -> Void

  /// Creates an observer.
  public init(
    progressInterval: Double,
    progress: @escaping @Sendable (ProgressEvent) -> Void,
    note: @escaping @Sendable (Level, String, [String: String]) -> Void
  ) {
    self.progressInterval = progressInterval
    self.progress = progress
    self.note = note
  }

  /// A meter of `total` items that tells this observer.
  public func meter(
    _ pass: String, _ noun: String, total: Int, alreadyDone: Int = 0
  ) -> ProgressMeter {
    ProgressMeter(
      pass: pass, noun: noun, total: total, alreadyDone: alreadyDone, interval: progressInterval,
      sink: progress)
  }

  /// An observer that hears nothing.
  public static let silent = RunObserver(
    progressInterval: 3600, progress: { _ in }, note: { _, _, _ in })
}
