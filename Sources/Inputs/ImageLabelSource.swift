public import Records

/// Where the classes of whole images come from: folders that are named after them, or a file.
///
/// Class folders are ImageNet's layout: of `n02123045/7.jpg` the first folder is the class. A file
/// has an image and its classes on each row: CSV, TSV or JSON lines with columns such as
/// `image,label`, a JSON array of such objects; an image may have several rows, and in JSON a list.
public struct ImageLabelSource: Hashable, Sendable {
  /// Columns and keys under which classes are looked for, best first.
  public static let labelNames = [
    "label", "labels", "class", "classes", "class_name", "category", "categories", "category_name",
  ]

  /// A file with the classes of images.
  public var file: String?
  /// Whether an image's first folder is a class.
  public var usesFolders: Bool
  /// A file that names classes: `n02123045<TAB>tabby cat`.
  public var names: String?

  /// Creates a source; without a file and folders it gives nothing.
  public init(file: String? = nil, usesFolders: Bool = false, names: String? = nil) {
    self.file = file
    self.usesFolders = usesFolders
    self.names = names
  }

  /// Adds the classes to their images, each once, in the order of folder and rows.
  ///
  /// - Throws: `InputError` when a file cannot be used, when more than `badRowRatioMax` of its rows
  ///   are bad, or when no row belongs to an image.
  public func add(
    to images: inout [InputImage], badRowRatioMax: Double = 1
  ) throws -> ImageLabelReport {
    var report = ImageLabelReport()
    let names = try classNames()
    if usesFolders {
      for place in images.indices {
        let parts = images[place].key.description.split(separator: "/")
        guard parts.count > 1 else { continue }
        images[place].labels = [names[String(parts[0])] ?? String(parts[0])]
      }
    }
    if let file {
      let source = try CaptionSource(path: file)
      let table = try source.read(CaptionOptions(captionNames: Self.labelNames))
      try table.rows.check(badRatioMax: badRowRatioMax)
      report.rows = table.report
      var joined = InputJoin(images.map { ListedImage(key: $0.key, id: $0.imageID) })
      joined.add(table.captions)
      let list = joined.list(table.report, countsDuplicates: false)
      report.withoutImage = list.report.captionsWithoutImage
      if let first = table.captions.first, list.report.captionsUsed == 0 {
        throw InputError.noCaptionMatches(
          captions: file, images: "the image list", example: "\(first.key)",
          firstImage: images.first.map { "\($0.key)" } ?? "")
      }
      let found = Dictionary(
        list.images.map { ($0.key, $0.captions) }, uniquingKeysWith: { first, _ in first })
      for place in images.indices {
        for label in found[images[place].key] ?? [] {
          let name = names[label] ?? label
          if !images[place].labels.contains(name) { images[place].labels.append(name) }
        }
      }
    }
    for image in images {
      if image.labels.isEmpty { report.unlabelled += 1 }
      for label in image.labels { report.classes[label, default: 0] += 1 }
    }
    return report
  }

  /// What classes are called; the last line of a class counts.
  func classNames() throws -> [String: String] {
    guard let names else { return [:] }
    var table: [String: String] = [:]
    for category in try VocabularySource(path: names).read() {
      guard category.count > 1 else {
        throw InputError.malformed(
          path: names, line: 0, column: 0, expected: "a class, a tab and its name on each line",
          found: "'\(category[0])' alone")
      }
      table[category[0]] = category[1]
    }
    return table
  }
}

/// What was found of images' classes.
public struct ImageLabelReport: Hashable, Sendable {
  /// Images of each class.
  public var classes: [String: Int] = [:]
  /// Images without a class.
  public var unlabelled = 0
  /// Rows whose image is not in the list.
  public var withoutImage = 0
  /// What was wrong with the file's rows.
  public var rows = InputReport()

  /// Classes of all images together.
  public var labels: Int { classes.values.reduce(0, +) }

  /// Creates the report of nothing.
  public init() {}
}
