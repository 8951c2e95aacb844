import Codecs
import Records

/// What a frozen list is made from.
public struct FrozenListSources: Sendable {
  /// The image list.
  public var images: ImageSource
  /// The caption files; archives' own captions come before them.
  public var captions: [CaptionSource]
  /// Whether captions inside archives are used.
  public var usesArchiveCaptions: Bool
  /// Classes of whole images.
  public var labels: ImageLabelSource
  /// A COCO file whose ids images get that no other file gives one.
  public var ids: String?
  /// Share of the rows of all caption files, or of the labels, that may be bad.
  public var badRowRatioMax: Double
  /// The settings that decided all this, kept in the list.
  public var settings: String

  /// Creates sources.
  public init(
    images: ImageSource, captions: [CaptionSource] = [], usesArchiveCaptions: Bool = true,
    labels: ImageLabelSource = ImageLabelSource(), ids: String? = nil,
    badRowRatioMax: Double = 1, settings: String = ""
  ) {
    self.images = images
    self.captions = captions
    self.usesArchiveCaptions = usesArchiveCaptions
    self.labels = labels
    self.ids = ids
    self.badRowRatioMax = badRowRatioMax
    self.settings = settings
  }
}

extension FrozenList {
  /// Reads image list, captions and classes once, joins them by key and freezes the result.
  ///
  /// Memory is bounded whatever the number of images: what does not fit is sorted in `scratch`. The
  /// list is as `InputList.read` would make it, and is not published yet.
  ///
  /// - Parameters:
  ///   - sources: The user's files.
  ///   - scratch: Folder for what does not fit into memory; made when it is needed.
  ///   - path: Where the list will be published.
  ///   - check: Called for each image and caption; throws to stop.
  /// - Returns: The list.
  /// - Throws: `InputError` when a file cannot be used, when too many rows are bad, when there is no
  ///   image at all, or when no caption or class belongs to any image.
  public static func read(
    _ sources: FrozenListSources, scratch: String, path: String,
    check: @escaping () throws -> Void = {}
  ) throws -> FrozenList {
    try read(sources, in: SortSpace(folder: scratch, check: check), path: path)
  }

  static func read(
    _ sources: FrozenListSources, in space: SortSpace, path: String
  ) throws -> FrozenList {
    var facts = FrozenListFacts()
    facts.settings = sources.settings
    var builder = InputListBuilder(space)
    try readCaptions(sources, space, into: &builder, &facts)
    try readImages(sources, space, into: &builder, &facts)
    facts.report = facts.report + builder.report
    guard !builder.isEmpty else {
      throw InputError.noImages(
        path: sources.images.path, links: facts.report.links, otherFiles: facts.report.otherFiles)
    }
    let firstLabel = try readLabels(sources, space, into: &builder, &facts)
    if let path = sources.ids, !InputStream.isStream(path) {
      try COCOFile.forEachImage(ByteStream(path: path, check: space.check)) {
        try builder.add(id: $0.id, of: $0.key)
      }
    }
    let joined = try builder.finish()
    var writer = FrozenListWriter(scratch: space.folder)
    let counts = try write(joined, sources, space, to: &writer, &facts)
    facts.images = counts.images
    facts.report.images = counts.images
    facts.report.captionsUsed = counts.captionsUsed
    facts.report.captionsWithoutImage += counts.captionsWithoutImage
    facts.report.imagesWithoutCaptions = counts.imagesWithoutCaptions
    facts.report.duplicateImages = counts.duplicateImages
    facts.report.usesOrdinals = joined.usesOrdinals
    facts.classes.withoutImage += counts.labelsWithoutImage
    try checkNames(sources, counts)
    func noMatches(_ rows: String, _ first: String) throws -> InputError {
      var reader = try joined.reader()
      return .noCaptionMatches(
        captions: rows, images: sources.images.path, example: first,
        firstImage: try reader.next().map { "\($0.key)" } ?? "")
    }
    if let first = joined.firstCaption, counts.captionsUsed == 0 {
      throw try noMatches(sources.captions.map(\.path).joined(separator: ", "), "\(first)")
    }
    if let firstLabel, counts.labelsUsed == 0 {
      throw try noMatches(sources.labels.file ?? "", firstLabel)
    }
    return try writer.finish(facts, path: path)
  }

  /// Fails for archives that count from 0 each: the first one's images would be all.
  private static func checkNames(
    _ sources: FrozenListSources, _ counts: JoinedInputs.Counts
  ) throws {
    guard case .archives(let pattern, prefixed: false) = sources.images else { return }
    let listed = counts.images + counts.duplicateImages
    guard Double(counts.duplicateImages) > sources.badRowRatioMax * Double(listed) else { return }
    throw InputError.sharedNames(
      path: pattern, images: listed, repeated: counts.duplicateImages,
      ratioMax: sources.badRowRatioMax)
  }

  private static func readCaptions(
    _ sources: FrozenListSources, _ space: SortSpace, into builder: inout InputListBuilder,
    _ facts: inout FrozenListFacts
  ) throws {
    var rows = CaptionCorpusReport()
    var join = CaptionJoin(space, options: CaptionOptions(), content: .captions)
    for source in sources.captions {
      let before = InputStamp.facts(source.path)
      let read = try join.add(source, to: &builder)
      facts.report = facts.report + read.report
      rows = rows + read.rows
      facts.stamps += read.rows.files.map {
        InputStamp(of: $0.path, digest: $0.digest?.hex ?? "", facts: before)
      }
    }
    try rows.check(badRatioMax: sources.badRowRatioMax)
  }

  private static func readImages(
    _ sources: FrozenListSources, _ space: SortSpace, into builder: inout InputListBuilder,
    _ facts: inout FrozenListFacts
  ) throws {
    switch sources.images {
    case .folder, .coco, .table:
      let found = try sources.images.forEach(
        badRowRatioMax: sources.badRowRatioMax, check: space.check
      ) { key, id in try builder.add(key, id: id) }
      facts.report = facts.report + found.report
      facts.stamps.append(found.stamp)
    case .archives(let pattern, let prefixed):
      let usesCaptions = sources.usesArchiveCaptions
      var samples = TarSamples(space, usesCaptions: usesCaptions)
      for (number, path) in try PathPattern(text: pattern).paths().enumerated() {
        let container = InputContainer(path: path, kind: .tar)
        facts.containers.append(container)
        let prefix = prefixed ? Array("\(container.stem)/".utf8) : []
        facts.stamps.append(try samples.add(container, number: number, prefix: prefix))
      }
      try samples.finish(into: &builder)
      facts.report = facts.report + samples.report
    case .tables(let pattern):
      for (number, path) in try PathPattern(text: pattern).paths().enumerated() {
        facts.containers.append(InputContainer(path: path, kind: .base64))
        let before = InputStamp.facts(path)
        let digest = try Base64Table(path: path).forEach { name, place in
          let location = ImageLocation(
            container: number, offset: place.lowerBound, bytes: place.count)
          try builder.add(ImageKey(bytes: name), id: nil, location: location)
        }
        facts.stamps.append(InputStamp(of: path, check: .lines, digest: digest.hex, facts: before))
      }
    }
  }

  /// Reads the file of classes; returns the name of its first image.
  private static func readLabels(
    _ sources: FrozenListSources, _ space: SortSpace, into builder: inout InputListBuilder,
    _ facts: inout FrozenListFacts
  ) throws -> String? {
    if let names = sources.labels.names { facts.stamps.append(try InputStamp(reading: names)) }
    guard let file = sources.labels.file else { return nil }
    let options = CaptionOptions(captionNames: ImageLabelSource.labelNames)
    var join = CaptionJoin(space, options: options, content: .labels)
    let before = InputStamp.facts(file)
    let read = try join.add(try CaptionSource(path: file), to: &builder)
    try read.rows.check(badRatioMax: sources.badRowRatioMax)
    facts.classes.rows = read.report
    facts.classes.withoutImage = read.report.captionsWithoutImage
    facts.stamps += read.rows.files.map {
      InputStamp(of: $0.path, digest: $0.digest?.hex ?? "", facts: before)
    }
    return builder.firstLabel.map { "\($0)" }
  }

  /// Writes the joined images in order, and digests them.
  private static func write(
    _ joined: JoinedInputs, _ sources: FrozenListSources, _ space: SortSpace,
    to writer: inout FrozenListWriter, _ facts: inout FrozenListFacts
  ) throws -> JoinedInputs.Counts {
    let names = try sources.labels.classNames()
    var digests = InputDigests()
    var reader = try joined.reader()
    var ordinal: UInt64 = 0
    while let found = try reader.next() {
      try space.check()
      var labels: [String] = []
      if sources.labels.usesFolders {
        let parts = found.key.description.split(separator: "/")
        if parts.count > 1 { labels = [names[String(parts[0])] ?? String(parts[0])] }
      }
      for label in found.labels {
        let name = names[label] ?? label
        if !labels.contains(name) { labels.append(name) }
      }
      if labels.isEmpty { facts.classes.unlabelled += 1 }
      for label in labels { facts.classes.classes[label, default: 0] += 1 }
      let image = InputImage(
        key: found.key, imageID: joined.usesOrdinals ? ordinal : found.id ?? ordinal,
        captions: found.captions, labels: labels, location: found.location)
      ordinal += 1
      digests.add(image)
      try writer.append(image)
    }
    facts.listDigest = digests.list
    facts.captionsDigest = digests.captions
    return reader.counts
  }
}

extension InputContainer {
  /// The file's name up to its first dot; for a command its last word that looks like a file.
  var stem: String {
    let words = path.split(separator: " ").map(String.init)
    let file = words.last { $0.contains(".tar") } ?? words.last ?? path
    let name = DurableFile.directoryAndName(of: file).name
    return String(name.prefix { $0 != "." })
  }
}
