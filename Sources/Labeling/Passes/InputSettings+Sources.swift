import Foundation
import Inputs

extension InputSettings {
  /// What the frozen list is made from.
  var listSources: FrozenListSources {
    FrozenListSources(
      images: imageSource, captions: captionSources,
      usesArchiveCaptions: captionsFormat == .archive,
      labels: ImageLabelSource(
        file: Self.absolute(imageLabels), usesFolders: classFolders,
        names: Self.absolute(classNames)),
      ids: Self.absolute(groundTruth), badRowRatioMax: maxBadRatio, settings: listText)
  }

  /// The settings that decide what is in the list, one on each line.
  var listText: String {
    [
      ("images", Self.absolute(images)), ("image_list", Self.absolute(imageList) ?? ""),
      ("captions", Self.absolute(captions) ?? ""), ("captions_format", captionsFormat.rawValue),
      ("image_labels", Self.absolute(imageLabels) ?? ""), ("class_folders", "\(classFolders)"),
      ("class_names", Self.absolute(classNames) ?? ""),
      ("archive_prefix", "\(archivePrefix)"), ("max_bad_ratio", "\(maxBadRatio)"),
    ].map { "\($0.0) = \($0.1)\n" }.joined()
  }

  /// Whether a list made with the settings `text` holds what these list.
  ///
  /// A wider limit of bad rows lets pass what a narrower one did; `anyLimit` is for who uses a list
  /// that was judged when it was made.
  func listsAs(_ text: String, anyLimit: Bool) -> Bool {
    let limit = "max_bad_ratio = "
    func lines(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.hasPrefix(limit) }
    }
    guard lines(text) == lines(listText) else { return false }
    let earlier = text.split(separator: "\n").last { $0.hasPrefix(limit) }
    return anyLimit || (earlier.flatMap { Double($0.dropFirst(limit.count)) } ?? 1) <= maxBadRatio
  }

  /// The same file's path from wherever a worker is started; the last component stays as it is, since
  /// it may be a pattern, unless it stands for another folder.
  private static func absolute(_ path: String?) -> String? {
    guard let path, !path.hasPrefix("pipe:"), path != "-" else {
      return path
    }
    // Of a relative path Foundation takes `..` away as text, which is wrong behind a link.
    let url = URL(
      fileURLWithPath: path.hasPrefix("/")
        ? path : "\(FileManager.default.currentDirectoryPath)/\(path)")
    if [".", ".."].contains(url.lastPathComponent) { return url.resolvingSymlinksInPath().path }
    let folder = url.deletingLastPathComponent().resolvingSymlinksInPath().path
    return folder == "/" ? "/" + url.lastPathComponent : "\(folder)/\(url.lastPathComponent)"
  }

  private static func absolute(_ path: String) -> String {
    absolute(Optional(path)) ?? path
  }

  /// Where images come from, told by the name that `images` gives.
  var imageSource: ImageSource {
    let images = Self.absolute(images)
    if let imageList = Self.absolute(imageList) {
      let format = CaptionSource.Format(fileName: imageList) ?? .coco
      return format == .coco
        ? .coco(path: imageList) : .table(path: imageList, format: format)
    }
    if Self.isArchive(images) { return .archives(pattern: images, prefixed: archivePrefix) }
    return Self.isTable(images) ? .tables(pattern: images) : .folder(path: images)
  }

  /// Whether `images` names archives: their names end so, or a command writes them.
  static func isArchive(_ images: String) -> Bool {
    let name = images.lowercased()
    return images.hasPrefix("pipe:")
      || [".tar", ".tar.gz", ".tgz", ".tar.zst"].contains(where: name.hasSuffix)
  }

  /// Whether `images` names tables of images.
  static func isTable(_ images: String) -> Bool {
    images.lowercased().hasSuffix(".tsv")
  }

  /// What links are that are passed over.
  var linksText: String {
    imageSource.isContainer
      ? "links in the archives are passed over"
      : "symbolic links in the image folder are passed over"
  }

  /// What files are that are passed over.
  var otherFilesText: String {
    imageSource.isContainer
      ? "members of the archives are no images, texts or json and are passed over"
      : "files in the image folder are no .jpg, .jpeg or .png and are passed over"
  }

  private var captionSources: [CaptionSource] {
    guard let captions = Self.absolute(captions),
      let format = CaptionSource.Format(rawValue: captionsFormat.rawValue)
    else {
      return []
    }
    return [CaptionSource(path: captions, format: format)]
  }
}
