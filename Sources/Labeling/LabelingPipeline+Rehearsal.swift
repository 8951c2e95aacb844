import Codecs
import Foundation
import Pipeline
import Records
import ShardStore

extension LabelingPipeline {
  /// Images whose regions are made to see how long that takes.
  private static let probeImages = 8

  /// Makes the plan without writing it, and estimates time and disk of the regions pass.
  ///
  /// Figures come from finished units of this data set, if its plan is the same, else from a probe.
  /// What the probe writes lies in the folder for temporary files and is removed.
  public func rehearse() async throws -> PlanEstimate {
    let folder =
      FileManager.default.temporaryDirectory.path + "/pseudobox-plan-\(UUID().uuidString)"
    try PosixFileSystem().createDirectories(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let rehearsal = moved(to: folder)
    let (inputs, models) = try await rehearsal.read()
    let plan = planning.plan(inputs, models)
    if let frozen = try PlanFile(path: dataset.plan).read(), plan.differences(from: frozen).isEmpty,
      let regions = try DatasetStatus(root: dataset.root).passes.first,
      let seconds = regions.speed.workerSecondsPerImage
    {
      return PlanEstimate(
        plan: frozen, basis: .earlierUnits(images: regions.done.images), secondsPerImage: seconds,
        bytesPerImage: regions.speed.bytesPerImage)
    }
    let count = min(Self.probeImages, plan.images)
    let images = try (0..<count).flatMap { number in
      let place = number * plan.images / count
      return try inputs.images(in: place..<place + 1)
    }
    let (report, rejected) = try rehearsal.regions.probe(images, plan, inputs, models)
    guard count > rejected else {
      return PlanEstimate(plan: plan, basis: nil, secondsPerImage: nil, bytesPerImage: nil)
    }
    return PlanEstimate(
      plan: plan, basis: .probe(images: count),
      secondsPerImage: report.seconds.values.reduce(0, +) / Double(count),
      bytesPerImage: Double(report.counts["bytes", default: 0]) / Double(count))
  }
}
