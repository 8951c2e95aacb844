import Testing

@testable import Labeling

struct PassSpeedTests {
  private func unit(_ images: Int, wall: Double, finished: Double?) -> UnitStats.File {
    UnitStats.File(
      unit: 0, images: images, counts: ["bytes": images * 10], rejections: [:],
      seconds: ["embed": wall * 0.75, "decode": wall * 0.25], wallSeconds: wall,
      finished: finished, host: "h")
  }

  private func speed(_ units: [UnitStats.File], left: Int) -> PassSpeed {
    PassSpeed(of: units, left: left, window: 100, now: 1000)
  }

  @Test func `the rate is that of all workers since the first unit of the window began`() {
    // Two workers, ten seconds for each unit of five images: one image a second.
    let units = (0..<8).map { unit(5, wall: 10, finished: 960 + Double($0 / 2 + 1) * 10) }
    let found = speed(units, left: 60)
    #expect(found.imagesPerSecond == 1)
    #expect(found.secondsLeft == 60)
    #expect(found.workerSecondsPerImage == 2)
    #expect(found.bytesPerImage == 10)
  }

  @Test func `a unit that began before the window counts with its share`() {
    #expect(speed([unit(40, wall: 200, finished: 1000)], left: 1).imagesPerSecond == 0.2)
  }

  @Test func `what ended long ago gives no rate, and what is done needs no time`() {
    let old = [unit(5, wall: 10, finished: 500), unit(5, wall: 10, finished: nil)]
    #expect(speed(old, left: 3).imagesPerSecond == nil)
    #expect(speed(old, left: 3).secondsLeft == nil)
    #expect(speed(old, left: 0).secondsLeft == 0)
    #expect(speed([], left: 3).workerSecondsPerImage == nil)
  }
}
