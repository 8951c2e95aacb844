import Labeling
import Pipeline

/// What `pseudobox status --json` prints: one object.
struct StatusView: Encodable {
  struct Pass: Encodable {
    let pass: String
    let labelSet: String?
    let unitsDone: Int
    let imagesDone: Int
    let missing: String
    let running: [DatasetStatus.RunningUnit]
    let failed: [DatasetStatus.FailedUnit]
    let imagesPerSecond: Double?
    let workerSecondsPerImage: Double?
    let secondsLeft: Double?

    private enum CodingKeys: String, CodingKey {
      case pass, missing, running, failed
      case labelSet = "label_set"
      case unitsDone = "units_done"
      case imagesDone = "images_done"
      case imagesPerSecond = "images_per_second"
      case workerSecondsPerImage = "worker_seconds_per_image"
      case secondsLeft = "seconds_left"
    }

    init(_ shards: DatasetStatus.Shards) {
      pass = shards.pass
      labelSet = shards.labelSet
      unitsDone = shards.done.count
      imagesDone = shards.done.images
      missing = UnitSelection(shards.missing.map(\.index)).description
      running = shards.running
      failed = shards.failed
      imagesPerSecond = shards.speed.imagesPerSecond
      workerSecondsPerImage = shards.speed.workerSecondsPerImage
      secondsLeft = shards.speed.secondsLeft
    }
  }

  let tool: String
  let images: Int
  let units: Int
  let passes: [Pass]

  init(_ status: DatasetStatus) {
    tool = status.plan.tool
    images = status.plan.images
    units = status.plan.units.count
    passes = status.passes.map(Pass.init)
  }
}
