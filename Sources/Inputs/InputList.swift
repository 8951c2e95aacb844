public import Records

/// The images of a run with their captions: what the plan is made of.
public struct InputList: Hashable, Sendable {
  /// Images in the order of their keys' bytes, captions in file order.
  public let images: [InputImage]
  /// What was found and what could not be used.
  public let report: InputReport

  /// Creates a list.
  public init(images: [InputImage], report: InputReport) {
    self.images = images
    self.report = report
  }

  /// Reads the image list and the captions and joins them by key.
  ///
  /// Without an image source the images are those that the caption files list. Image ids are those
  /// of the image list, or else of the first caption file that lists the image; if any image has
  /// none, or two have the same one, every image gets its ordinal instead.
  ///
  /// - Parameters:
  ///   - source: The image list.
  ///   - captions: The caption files.
  ///   - options: Where the captions stand in them.
  ///   - badRowRatioMax: Share of the rows of all caption files that may be bad.
  /// - Returns: The list, and what was left out of it.
  /// - Throws: `InputError` when a file cannot be used, when too many rows are bad, when there is no
  ///   image at all, or when no caption belongs to any image.
  public static func read(
    images source: ImageSource?, captions: [CaptionSource],
    options: CaptionOptions = CaptionOptions(), badRowRatioMax: Double = 1
  ) throws -> InputList {
    var report = InputReport()
    var tables: [CaptionTable] = []
    var rows = CaptionCorpusReport()
    for caption in captions {
      let table = try caption.read(options)
      report = report + table.report
      rows = rows + table.rows
      tables.append(table)
    }
    try rows.check(badRatioMax: badRowRatioMax)
    var listed: [ListedImage]
    if let source {
      let list = try source.read()
      report = report + list.report
      listed = list.images
    } else {
      listed = tables.flatMap(\.images)
    }
    let listPath = source?.path ?? captions.first?.path ?? "the image list"
    guard !listed.isEmpty else {
      throw InputError.noImages(
        path: listPath, links: report.links, otherFiles: report.otherFiles)
    }
    if source != nil { listed = withIDs(of: tables, listed) }

    var joined = InputJoin(listed)
    for table in tables { joined.add(table.captions) }
    let list = joined.list(report, countsDuplicates: source != nil || captions.count == 1)
    if let first = tables.lazy.compactMap(\.captions.first).first, list.report.captionsUsed == 0 {
      throw InputError.noCaptionMatches(
        captions: captions.map(\.path).joined(separator: ", "), images: listPath,
        example: "\(first.key)", firstImage: list.images.first.map { "\($0.key)" } ?? "")
    }
    return list
  }

  /// Fills in the ids that the image list lacks from the caption files.
  private static func withIDs(of tables: [CaptionTable], _ listed: [ListedImage])
    -> [ListedImage]
  {
    guard listed.contains(where: { $0.id == nil }) else { return listed }
    var ids: [ImageKey: UInt64] = [:]
    for image in tables.flatMap(\.images) where ids[image.key] == nil {
      ids[image.key] = image.id
    }
    return listed.map { ListedImage(key: $0.key, id: $0.id ?? ids[$0.key]) }
  }
}
