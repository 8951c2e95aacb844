import Records

/// Which regions stand for the run's proposals.
///
/// Boxes of the ground truth are there to ask how the teacher names perfect boxes. In recall, in
/// distributions and among class boxes they would flatter the run, so they are left out of these,
/// unless they are all there is.
struct MeasuredSources {
  let sources: [ReportSource]
  /// Whether there are no proposals but the objects' own boxes.
  let isOnlyTruth: Bool

  init(_ sources: [ReportSource]) {
    self.sources = sources
    isOnlyTruth = !sources.isEmpty && sources.allSatisfy(\.isGroundTruth)
  }

  /// Names of the sources that are measured.
  var names: [String] {
    sources.indices.filter { isMeasured(UInt8($0)) }.map { sources[$0].name }
  }

  /// Whether regions of the source are measured.
  func isMeasured(_ source: UInt8) -> Bool {
    isOnlyTruth || !sources[Int(source)].isGroundTruth
  }

  /// Whether regions of the source are objects' own boxes.
  func isOwn(_ source: UInt8) -> Bool {
    sources[Int(source)].isGroundTruth
  }
}
