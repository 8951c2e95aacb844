/// A measured data set: the numbers, and which pictures illustrate them.
public struct FinishedReport {
  /// Every number of the page.
  public let report: Report
  let settings: ReportSettings
  let gallery: [(kind: GalleryImage.Kind, images: [GalleryImage])]
  let strips: [ConceptStrip]
  /// Classes with examples, those with most wrong labels first.
  let classStrips: [ClassStrip]
  let conceptRows: [ConceptRow]
}
