/// How fast a pass goes over all its workers, from the statistics of finished units.
public struct PassSpeed: Hashable, Sendable {
  /// Images finished per second of wall time, all workers together, lately; `nil` while nothing was
  /// finished lately.
  public let imagesPerSecond: Double?
  /// Worker seconds for an image, over all units; `nil` while none is known.
  public let workerSecondsPerImage: Double?
  /// Bytes of shards for an image, over all units; `nil` while none is known.
  public let bytesPerImage: Double?
  /// Seconds to go at the present rate; `nil` while that is not known.
  public let secondsLeft: Double?

  /// Speed of `units` with `left` images to go.
  ///
  /// The rate counts the images of the units that ended in the last `window` seconds before `now`,
  /// over the time since the first of them began: a job that has begun a minute ago is not measured
  /// against a quarter of an hour. A unit that began before the window counts with the share of it
  /// that lies inside.
  init(of units: [UnitStats.File], left: Int, window: Double, now: Double) {
    let images = units.reduce(0) { $0 + $1.images }
    let seconds = units.reduce(0) { $0 + $1.seconds.values.reduce(0, +) }
    workerSecondsPerImage = images > 0 ? seconds / Double(images) : nil
    let bytes = units.reduce(0) { $0 + $1.counts["bytes", default: 0] }
    bytesPerImage = images > 0 ? Double(bytes) / Double(images) : nil
    let opening = now - window
    var done = 0.0
    var first = now
    for unit in units {
      guard let end = unit.finished, let wall = unit.wallSeconds, end > opening, end <= now else {
        continue
      }
      let begin = max(opening, end - wall)
      done += Double(unit.images) * (wall > 0 ? min(1, (end - begin) / wall) : 1)
      first = min(first, begin)
    }
    imagesPerSecond = done > 0 && now > first ? done / (now - first) : nil
    secondsLeft = left == 0 ? 0 : imagesPerSecond.map { Double(left) / $0 }
  }
}
