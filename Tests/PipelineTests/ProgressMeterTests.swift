import Pipeline
import Synchronization
import Testing

struct ProgressMeterTests {
  @Test func `rate counts this run only, and the time to go follows from it`() {
    let clock = Mutex(0.0)
    let told = Mutex<[ProgressEvent]>([])
    let meter = ProgressMeter(
      pass: "regions", noun: "images", total: 100, alreadyDone: 40, interval: 0,
      now: { clock.withLock { $0 } }, sink: { event in told.withLock { $0.append(event) } })
    clock.withLock { $0 = 5 }
    meter.advance(by: 10)
    let event = told.withLock { $0.last }
    #expect(event?.done == 50)
    #expect(event?.rate == 2)
    #expect(event?.remaining == 25)
  }

  @Test func `events are no closer than the interval, and the last one is always told`() {
    let clock = Mutex(0.0)
    let told = Mutex<[ProgressEvent]>([])
    let meter = ProgressMeter(
      pass: "labels", noun: "images", total: 1000, interval: 1,
      now: { clock.withLock { $0 } }, sink: { event in told.withLock { $0.append(event) } })
    for step in 0..<1000 {
      clock.withLock { $0 = Double(step) / 100 }
      meter.advance()
    }
    meter.finish()
    let events = told.withLock { $0 }
    #expect(events.count == 10)
    #expect(events.last?.isLast == true && events.last?.done == 1000)
  }

  @Test func `a total may come late, and what is skipped takes no part in the rate`() {
    let clock = Mutex(0.0)
    let told = Mutex<[ProgressEvent]>([])
    let meter = ProgressMeter(
      pass: "concepts", noun: "captions", total: 0, interval: 0,
      now: { clock.withLock { $0 } }, sink: { event in told.withLock { $0.append(event) } })
    meter.skip(1_000)
    clock.withLock { $0 = 2 }
    meter.advance(by: 100)
    #expect(told.withLock { $0.last?.remaining } == nil)
    meter.advance(by: 100, total: 2_200)
    let event = told.withLock { $0.last }
    #expect(event?.done == 1_200 && event?.total == 2_200)
    #expect(event?.rate == 100 && event?.remaining == 10)
    meter.advance(by: 1_500)
    #expect(told.withLock { $0.last?.remaining } == 0)
    meter.finish()
    #expect(told.withLock { $0.last?.total } == 2_700)
  }
}
