import Concepts
import Foundation
import Labeling
import Pipeline

/// What `pseudobox plan` prints.
struct PlanView: Encodable {
  let plan: String
  let images: Int
  let units: Int
  let imagesPerUnit: Int
  /// What `PSEUDOBOX_KERNELS` must be on workers' machines.
  let kernels: String
  var concepts: Int?
  var labelSet: String?
  var estimate: Estimate?

  struct Estimate: Encodable {
    let basis: String?
    let workerSecondsPerImage: Double?
    let workerSeconds: Double?
    let regionBytes: Double?

    private enum CodingKeys: String, CodingKey {
      case basis
      case workerSecondsPerImage = "worker_seconds_per_image"
      case workerSeconds = "worker_seconds"
      case regionBytes = "region_bytes"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case plan, images, units, kernels, concepts, estimate
    case imagesPerUnit = "images_per_unit"
    case labelSet = "label_set"
  }

  private init(_ plan: Plan, path: String) {
    self.plan = path
    images = plan.images
    units = plan.units.count
    kernels = plan.kernelLevel
    imagesPerUnit = plan.units.first?.count ?? 0
  }

  /// The plan that was frozen.
  init(_ result: LabelingResult) {
    self.init(result.plan, path: result.dataset.plan)
    concepts = result.pool?.pool.concepts.count
    labelSet = result.labels?.name
  }

  /// The plan that would be frozen at `path`.
  init(_ rehearsed: PlanEstimate, path: String) {
    self.init(rehearsed.plan, path: path)
    let basis: String? =
      switch rehearsed.basis {
      case .earlierUnits(let images): "finished units of \(images) images"
      case .probe(let images): "a probe of \(images) images"
      case nil: nil
      }
    let all = Double(images)
    estimate = Estimate(
      basis: basis, workerSecondsPerImage: rehearsed.secondsPerImage,
      workerSeconds: rehearsed.secondsPerImage.map { $0 * all },
      regionBytes: rehearsed.bytesPerImage.map { $0 * all })
  }

  /// For people.
  var text: String {
    var rows = [
      ("plan", plan), ("images", "\(images)"),
      ("units", "\(units) of \(imagesPerUnit) images"),
    ]
    if let concepts { rows.append(("concepts", "\(concepts)")) }
    if let labelSet { rows.append(("label set", labelSet)) }
    if let estimate {
      if let seconds = estimate.workerSeconds, let each = estimate.workerSecondsPerImage,
        let bytes = estimate.regionBytes, let basis = estimate.basis
      {
        let time = ProgressStyle.duration(seconds)
        rows += [
          (
            "regions pass",
            String(format: "%.3f s an image, ", each) + "\(time) on one thread, by \(basis)"
          ),
          ("region shards", String(format: "%.1f MB", bytes / 1e6)),
        ]
      } else {
        rows.append(("regions pass", "not known: no image of the probe could be used"))
      }
      rows.append(("written", "nothing"))
    }
    return rows.map { name, value in
      name.padding(toLength: 16, withPad: " ", startingAt: 0) + Terminal.shown(value) + "\n"
    }.joined()
  }
}
