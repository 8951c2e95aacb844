import Synchronization
import Testing

@testable import Pipeline

struct StreamRunnerTests {
  private struct Broken: Error, Equatable {
    var number: Int
  }

  /// Runs numbers through workers of uneven speed.
  private func run(
    _ count: Int, threads: Int, failing: Set<Int> = []
  ) async throws -> (emitted: [Int], error: Broken?, inFlightMax: Int) {
    let next = Mutex(0)
    let emitted = Mutex<[Int]>([])
    let inFlight = Mutex((now: 0, most: 0))
    var error: Broken?
    do {
      try await StreamRunner(threads: threads, stop: StopFlag()).run(
        next: { () -> Int? in
          let number = next.withLock { next in
            next += 1
            return next - 1
          }
          guard number < count else { return nil }
          inFlight.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
          return number
        },
        work: { number in
          var sum = 0
          for value in 0..<((number * 7919) % 2000) { sum &+= value }
          if failing.contains(number) { throw Broken(number: number) }
          return (number, sum)
        },
        emit: { result in
          inFlight.withLock { $0.now -= 1 }
          emitted.withLock { $0.append(result.0) }
        })
    } catch let broken as Broken {
      error = broken
    }
    return (emitted.withLock { $0 }, error, inFlight.withLock { $0.most })
  }

  @Test(arguments: [1, 2, 3, 8])
  func `results leave in the order of the stream, with few of them in memory`(threads: Int)
    async throws
  {
    for count in [0, 1, 2, 500] {
      let (emitted, error, most) = try await run(count, threads: threads)
      #expect(emitted == Array(0..<count))
      #expect(error == nil)
      #expect(most <= threads)
    }
  }

  @Test(arguments: [1, 2, 8])
  func `the first failure ends the run after everything before it`(threads: Int) async throws {
    let (emitted, error, _) = try await run(300, threads: threads, failing: [40, 41, 200])
    #expect(emitted == Array(0..<40))
    #expect(error == Broken(number: 40))
  }

  @Test func `an error of the source comes after what it gave, a stop ends all`() async throws {
    let emitted = Mutex(0)
    let given = Mutex(0)
    await #expect(throws: Broken(number: 5)) {
      try await StreamRunner(threads: 4, stop: StopFlag()).run(
        next: { () -> Int? in
          let number = given.withLock { given in
            given += 1
            return given
          }
          if number > 5 { throw Broken(number: 5) }
          return number
        }, work: { $0 }, emit: { _ in emitted.withLock { $0 += 1 } })
    }
    #expect(emitted.withLock { $0 } == 5)
    let stop = StopFlag()
    await #expect(throws: Interrupted.self) {
      try await StreamRunner(threads: 2, stop: stop).run(
        next: { () -> Int? in 1 }, work: { $0 }, emit: { _ in stop.request(signal: 15) })
    }
  }
}
