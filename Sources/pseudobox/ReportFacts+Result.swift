import Codecs
import Inputs
import Labeling
import Pipeline
import Records
import Reports

extension Reports.ReportFacts {
  /// What a finished run knows beside its records.
  init(_ result: LabelingResult, _ pool: EmbeddedPool) {
    let account = PoolAccount(of: result.dataset)
    let (settings, input, plan) = (result.settings, result.inputs.report, result.plan)
    var captions = [
      "captions read": input.captions, "captions used": input.captionsUsed,
      "captions without an image": input.captionsWithoutImage,
      "images without captions": input.imagesWithoutCaptions,
    ]
    captions.merge(pool.captionCounts) { _, new in new }
    var provenance = [
      "tool": LabelingPipeline.toolVersion, "kernels": plan.kernels,
      "pool digest": pool.digest.hex, "label set": result.labels?.name ?? "",
      "input list digest": plan.inputDigest, "pipeline file": settings.file,
    ]
    for (role, digest) in plan.models { provenance["model \(role)"] = digest }
    for (name, value) in plan.embedding ?? [:] { provenance["embedding \(name)"] = value }
    for (name, value) in plan.proposals ?? [:] { provenance["proposals \(name)"] = value }
    for file in result.inputs.proposalFiles {
      provenance["proposals file \(file.source)"] = file.report.summary
    }
    for (name, value) in plan.measured ?? [:] { provenance["measured \(name)"] = "\(value)" }
    self.init(
      captionCounts: captions,
      exposures: settings.modelNotes.map { ModelExposure(model: $0.model, classes: $0.classes) },
      provenance: provenance,
      inputRejections: Self.rejections(input) + Self.rejections(account),
      queryNames: QueryNames.read(of: result.dataset), removed: Self.removed(account))
  }

  private static func rejections(_ input: InputReport) -> [RejectionNumbers] {
    Rejection.Reason.allCases.compactMap { reason -> RejectionNumbers? in
      guard let count = input.rejections[reason], count > 0 else { return nil }
      return RejectionNumbers(
        reason: reason.rawValue, count: count,
        samples: input.samples.filter { $0.reason == reason }.map {
          RejectionSample(key: "", detail: $0.detail)
        })
    }
  }

  /// Captions that gave the pool no concept.
  private static func rejections(_ account: PoolAccount?) -> [RejectionNumbers] {
    Rejection.Reason.allCases.compactMap { reason -> RejectionNumbers? in
      guard let account, let count = account.rejections[reason.rawValue], count > 0 else {
        return nil
      }
      return RejectionNumbers(
        reason: reason.rawValue, count: count,
        samples: (account.samples[reason.rawValue] ?? []).map {
          RejectionSample(key: "\($0.file) caption \($0.number)", detail: $0.caption)
        })
    }
  }

  /// What the remove list kept out of the pool; `nil` without a list.
  private static func removed(_ account: PoolAccount?) -> RemovedConcepts? {
    guard let account, !account.removed.isEmpty else { return nil }
    return RemovedConcepts(
      listed: account.removed.count, names: account.removedNames.count,
      mentions: account.removedNames.reduce(0) { $0 + $1.occurrences },
      samples: account.removedNames.prefix(30).map {
        RemovedConcept(name: $0.name, mentions: $0.occurrences)
      })
  }
}
