import Synchronization

/// Units that wait for a worker, and what became of those that did not.
final class UnitQueue: Sendable {
  private struct State {
    var next = 0
    var reports: [Int: StageReport] = [:]
    var failures: [Int: any Error] = [:]
  }

  private let units: [WorkUnit]
  private let stop: StopFlag
  private let state = Mutex(State())

  init(_ units: [WorkUnit], stop: StopFlag) {
    self.units = units
    self.stop = stop
  }

  /// Reports and failures by unit.
  var results: (reports: [Int: StageReport], failures: [Int: any Error]) {
    state.withLock { ($0.reports, $0.failures) }
  }

  /// Works on one unit after the other until there is none, one has failed, or a stop is requested.
  func drain(_ work: (WorkUnit) throws -> StageReport) {
    while let unit = take() {
      let result = Result { try work(unit) }
      state.withLock { state in
        switch result {
        case .success(let report): state.reports[unit.index] = report
        case .failure(let error): state.failures[unit.index] = error
        }
      }
    }
  }

  private func take() -> WorkUnit? {
    state.withLock { state in
      guard state.failures.isEmpty, stop.requested == nil, state.next < units.count else {
        return nil
      }
      state.next += 1
      return units[state.next - 1]
    }
  }
}
