import Foundation
import Pipeline
import Records
import Synchronization
import Testing

struct UnitRunnerTests {
  private struct Broken: Error, Equatable { let unit: Int }

  private func units(_ count: Int) -> [WorkUnit] {
    (0..<count).map { WorkUnit(index: $0, first: $0 * 10, count: 10) }
  }

  @Test(arguments: [1, 2, 4, 8])
  func `every unit runs once and reports add up at any number of threads`(threads: Int) async throws
  {
    let seen = Mutex<[Int]>([])
    let report = try await UnitRunner(threads: threads, stop: StopFlag()).run(units(37)) { unit in
      seen.withLock { $0.append(unit.index) }
      var report = StageReport()
      report.count("images", unit.count)
      report.reject("image \(unit.index)", Rejection(.corruptImage, "bad"))
      return report
    }
    #expect(seen.withLock { $0.sorted() } == Array(0..<37))
    #expect(report.counts == ["images": 370])
    #expect(report.rejections == [.corruptImage: 37])
    #expect(
      report.samples[.corruptImage] == (0..<5).map { "image \($0): bad" },
      "samples are those of the first units, whatever unit ended first")
  }

  @Test(arguments: [1, 3, 8])
  func `as many units as threads are in flight, and no more`(threads: Int) async throws {
    let flight = Mutex((now: 0, most: 0, started: 0))
    let patience = ContinuousClock.now + .seconds(20)
    _ = try await UnitRunner(threads: threads, stop: StopFlag()).run(units(40)) { _ in
      flight.withLock { flight in
        flight.now += 1
        flight.started += 1
        flight.most = max(flight.most, flight.now)
      }
      // The first ones wait for each other; with fewer threads than asked for they give up.
      while flight.withLock({ $0.started }) < threads, ContinuousClock.now < patience {
        sched_yield()
      }
      flight.withLock { $0.now -= 1 }
      return StageReport()
    }
    #expect(flight.withLock { $0.most } == threads)
  }

  @Test func `a failed unit stops new ones and the lowest failure is thrown`() async {
    let started = Mutex(0)
    await #expect(throws: Broken(unit: 3)) {
      try await UnitRunner(threads: 1, stop: StopFlag()).run(self.units(100)) { unit in
        started.withLock { $0 += 1 }
        if unit.index >= 3 { throw Broken(unit: unit.index) }
        return StageReport()
      }
    }
    #expect(started.withLock { $0 } == 4)
  }

  @Test func `a stop request ends the run between units`() async {
    let stop = StopFlag()
    let started = Mutex(0)
    await #expect(throws: Interrupted.self) {
      try await UnitRunner(threads: 1, stop: stop).run(self.units(100)) { unit in
        started.withLock { $0 += 1 }
        if unit.index == 5 { stop.request(signal: 15) }
        return StageReport()
      }
    }
    #expect(started.withLock { $0 } == 6)
    #expect(stop.requested == 15)
  }

  @Test func `the first signal wins`() {
    let stop = StopFlag()
    #expect(throws: Never.self) { try stop.check() }
    stop.request(signal: 2)
    stop.request(signal: 15)
    #expect(stop.requested == 2)
  }
}
