/// What several conditions say of one report.
public struct GateVerdict: Hashable, Sendable {
  /// The conditions that hold, with what was expected and found.
  public private(set) var failures: [String] = []
  /// Why others cannot be judged.
  public private(set) var errors: [GateError] = []

  /// Judges all of `gates`: one without a number hides none that holds.
  public init(_ gates: [ReportGate], numbers: ReportNumbers) {
    for gate in gates {
      do throws(GateError) {
        if let failure = try gate.failure(in: numbers) { failures.append(failure) }
      } catch {
        errors.append(error)
      }
    }
  }
}
