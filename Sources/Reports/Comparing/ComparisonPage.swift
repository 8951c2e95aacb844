import Records

/// The page of a comparison: which sections it has, in which order, and which pictures.
enum ComparisonPage {
  /// Classes with pictures, and changes of concepts with crops.
  static let classesShown = 12
  static let changesShown = 24

  /// Draws what the page shows, within the settings' limit of bytes.
  static func pictures(
    of finished: FinishedComparison, load: (ImageKey) throws -> PixelImage?
  ) rethrows -> PictureSet {
    var seen: Set<ImageKey> = []
    let images = finished.moves.prefix(classesShown).flatMap(\.examples).map(\.key)
      .filter { seen.insert($0).inserted }
    return try PictureSet(
      pictures: images,
      crops: finished.changes.prefix(changesShown).map {
        .init(key: $0.example.key, box: $0.example.box)
      }, settings: finished.settings, bytesMax: finished.settings.pictureBytesMax, load: load)
  }

  /// Renders the page.
  ///
  /// - Throws: `ReportError.template` when a template does not parse.
  static func html(of finished: FinishedComparison, pictures: PictureSet) throws -> String {
    let numbers = finished.numbers
    var sections = [
      try ComparisonSummarySection.make(numbers), try HeadlineSection.make(numbers.headlines),
    ]
    if !numbers.classes.isEmpty {
      sections.append(try ClassChangeSection.make(finished))
      if let moved = try MovedSection.make(finished, pictures: pictures) { sections.append(moved) }
    }
    if numbers.regions.both > 0 {
      sections.append(try RegionChangeSection.make(finished, pictures: pictures))
    }
    sections.append(try ConceptChangeSection.make(numbers.concepts))
    sections.append(try SettingChangeSection.make(numbers))
    return try PageDocument(
      title: finished.settings.title,
      about: "A is \(PageText.shortened(numbers.first, to: 200)); "
        + "B is \(PageText.shortened(numbers.second, to: 200)).",
      sections: sections, footer: "Every number of this page is in compare.json."
    ).html
  }
}
