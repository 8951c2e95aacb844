/// The report's page: which sections it has, in which order.
enum Page {
  /// Renders the page.
  ///
  /// - Throws: `ReportError.template` when a template does not parse.
  static func html(of finished: FinishedReport, pictures: PictureSet) throws -> String {
    try PageDocument(
      title: finished.report.title,
      about: "Quality of the pseudo labels, measured from the data set alone.",
      sections: sections(of: finished, pictures: pictures),
      footer: "Every number of this page is in report.json, every concept in concepts.csv."
    ).html
  }

  private static func sections(
    of finished: FinishedReport, pictures: PictureSet
  ) throws -> [PageSection] {
    let report = finished.report
    var sections = [try SummarySection.make(report)]
    if let quality = report.proposalQuality { sections.append(try ProposalSection.make(quality)) }
    if let quality = report.labelQuality {
      sections.append(
        try LabelSection.make(quality, keepThreshold: report.labels?.keepThreshold))
    }
    if report.categories.contains(where: { $0.recall50.total > 0 }) {
      sections.append(try CategorySection.make(finished, pictures: pictures))
    }
    if let gallery = try GallerySection.make(finished, pictures: pictures) {
      sections.append(gallery)
    }
    sections.append(try ConceptSection.make(finished, pictures: pictures))
    sections.append(try DistributionSection.make(finished))
    if !report.leaks.isEmpty { sections.append(try LeakSection.make(report.leaks)) }
    sections.append(try InputSection.make(report))
    return sections
  }
}
