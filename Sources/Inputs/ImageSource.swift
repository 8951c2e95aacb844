import Codecs
import Records

/// Where the list of images comes from.
public enum ImageSource: Hashable, Sendable {
  /// Every image under a folder, by name (`.jpg`, `.jpeg` or `.png` in any case).
  case folder(path: String)
  /// The `images` of a COCO file.
  case coco(path: String)
  /// The paths in a table: TSV, CSV, JSON lines or one path on each line.
  case table(path: String, format: CaptionSource.Format)
  /// WebDataset archives; braces and globs stand for several, `pipe:` for commands.
  ///
  /// `prefixed` puts the archive's name before its images', for archives that name theirs alike.
  case archives(pattern: String, prefixed: Bool)
  /// RegionCLIP's tables of images in base64.
  case tables(pattern: String)

  /// The folder, file or pattern.
  public var path: String {
    switch self {
    case .folder(let path), .coco(let path), .table(let path, _): path
    case .archives(let pattern, _), .tables(let pattern): pattern
    }
  }

  /// Whether images lie in files that hold many.
  public var isContainer: Bool {
    switch self {
    case .archives, .tables: true
    case .folder, .coco, .table: false
    }
  }

  /// Reads the list.
  ///
  /// - Throws: `InputError` when there is none.
  public func read() throws -> (images: [ListedImage], report: InputReport) {
    guard case .folder(let path) = self else {
      var images: [ListedImage] = []
      let found = try forEach { key, id in images.append(ListedImage(key: key, id: id)) }
      return (images, found.report)
    }
    return try FolderWalk(root: path).images()
  }

  /// Whether a folder has the names that it had, and a pattern stands for the same `containers`.
  ///
  /// - Throws: `InputError` when the folder cannot be read.
  public func isUnchanged(
    since stamps: [InputStamp], containers: [InputContainer] = []
  ) throws -> Bool {
    switch self {
    case .archives(let pattern, _), .tables(let pattern):
      return try PathPattern(text: pattern).paths() == containers.map(\.path)
    case .folder, .coco, .table: break
    }
    guard case .folder(let path) = self else { return true }
    var names = NameSum()
    _ = try FolderWalk(root: path).forEach { names.add($0) }
    return stamps.contains { $0.check == .names && $0.digest == names.description }
  }

  /// Hands over the images of a folder or list in its order; memory does not grow with them.
  func forEach(
    badRowRatioMax: Double = 1, check: @escaping () throws -> Void = {},
    _ body: (ImageKey, _ id: UInt64?) throws -> Void
  ) throws -> (report: InputReport, stamp: InputStamp) {
    switch self {
    case .folder(let path):
      var names = NameSum()
      let report = try FolderWalk(root: path).forEach { key in
        names.add(key)
        try body(key, nil)
      }
      let stamp = InputStamp(
        path: path, bytes: 0, modified: 0, check: .names, digest: names.description)
      return (report, stamp)
    case .coco(let path):
      let facts = InputStamp.facts(path)
      let content = try FileContent(path: path, check: check)
      try COCOFile.forEachImage(ByteStream(source: content, path: path)) { image in
        try body(image.key, image.id)
      }
      return (InputReport(), InputStamp(of: path, digest: content.stored.digest.hex, facts: facts))
    case .table(let path, let format):
      return try readTable(
        CaptionSource(path: path, format: format), badRowRatioMax, check, body)
    case .archives, .tables:
      preconditionFailure("containers are read with their samples")
    }
  }

  private func readTable(
    _ source: CaptionSource, _ badRowRatioMax: Double, _ check: @escaping () throws -> Void,
    _ body: (ImageKey, UInt64?) throws -> Void
  ) throws -> (report: InputReport, stamp: InputStamp) {
    // What is a caption's column elsewhere is the image's here.
    let options = CaptionOptions(captionNames: CaptionOptions.imageNames)
    let facts = InputStamp.facts(source.path)
    var reader = CaptionCorpusReader(
      corpus: CaptionCorpus(sources: [source], options: options), check: check)
    var rows: [CorpusCaption] = []
    while try reader.next(4096, into: &rows) {
      for row in rows {
        // `find` puts it before every path.
        try body(ImageKey(row.text.hasPrefix("./") ? String(row.text.dropFirst(2)) : row.text), nil)
      }
    }
    try reader.report.check(badRatioMax: badRowRatioMax)
    var report = InputReport()
    report.take(reader.report)
    let digest = reader.report.files.first?.digest?.hex ?? ""
    return (report, InputStamp(of: source.path, digest: digest, facts: facts))
  }
}
