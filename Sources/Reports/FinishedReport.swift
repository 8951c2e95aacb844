/// A measured data set: the numbers, and which pictures illustrate them.
public struct FinishedReport {
  /// Every number of the page.
  public let report: Report
  let settings: ReportSettings
  let gallery: [(kind: GalleryImage.Kind, images: [GalleryImage])]
  let strips: [ConceptStrip]
  let conceptRows: [ConceptRow]
}
