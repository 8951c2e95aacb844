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
      sections += try labels(quality, of: finished, pictures: pictures)
    }
    if report.categories.contains(where: { $0.recall50.total > 0 }) {
      sections.append(try CategorySection.make(finished, pictures: pictures))
    }
    sections += [try GallerySection.make(finished, pictures: pictures)].compactMap(\.self)
    sections.append(try ConceptSection.make(finished, pictures: pictures))
    if let captions = report.captions { sections.append(try CaptionSection.make(captions)) }
    sections.append(try DistributionSection.make(finished))
    sections.append(try SourceSection.make(report))
    sections.append(
      try DuplicateSection.make(report.duplicates, absent: report.absent, pictures: pictures))
    sections += [
      try LeakSection.make(report.leaks, audit: report.leakAudit),
      try AbsentSection.make(report.absent),
    ].compactMap(\.self)
    sections.append(try InputSection.make(report))
    return sections
  }

  private static func labels(
    _ quality: LabelQuality, of finished: FinishedReport, pictures: PictureSet
  ) throws -> [PageSection] {
    let report = finished.report
    return [
      try LabelSection.make(quality),
      try DetectionSection.make(quality.detections),
      try ThresholdSection.make(quality, keepThreshold: report.labels?.keepThreshold),
      try quality.calibration.map(CalibrationSection.make),
      try ConfusionSection.make(
        report, classes: CategorySection.classesShown(finished, pictures: pictures),
        pictures: pictures),
    ].compactMap(\.self)
  }
}
