import Inputs

extension InputSettings {
  /// What the frozen list is made from.
  var listSources: FrozenListSources {
    FrozenListSources(
      images: imageSource, captions: captionSources,
      usesArchiveCaptions: captionsFormat != .absent || captions == nil && !ignoresCaptions,
      labels: ImageLabelSource(
        file: imageLabels, usesFolders: classFolders, names: classNames),
      badRowRatioMax: maxBadRatio, settings: listText)
  }

  /// The settings that decide what is in the list, one on each line.
  var listText: String {
    [
      ("images", images), ("image_list", imageList ?? ""), ("captions", captions ?? ""),
      ("captions_format", captionsFormat.rawValue), ("image_labels", imageLabels ?? ""),
      ("class_folders", "\(classFolders)"), ("class_names", classNames ?? ""),
      ("archive_prefix", "\(archivePrefix)"), ("max_bad_ratio", "\(maxBadRatio)"),
    ].map { "\($0.0) = \($0.1)\n" }.joined()
  }

  /// Where images come from, told by the name that `images` gives.
  var imageSource: ImageSource {
    if let imageList {
      let format = CaptionSource.Format(fileName: imageList) ?? .coco
      return format == .coco
        ? .coco(path: imageList) : .table(path: imageList, format: format)
    }
    let name = images.lowercased()
    if images.hasPrefix("pipe:") || name.hasSuffix(".tar") {
      return .archives(pattern: images, prefixed: archivePrefix)
    }
    return name.hasSuffix(".tsv") ? .tables(pattern: images) : .folder(path: images)
  }

  /// What files are that are passed over.
  var otherFilesText: String {
    imageSource.isContainer
      ? "members of the archives are no images, texts or json and are passed over"
      : "files in the image folder are no .jpg, .jpeg or .png and are passed over"
  }

  private var captionSources: [CaptionSource] {
    guard let captions, let format = CaptionSource.Format(rawValue: captionsFormat.rawValue) else {
      return []
    }
    return [CaptionSource(path: captions, format: format)]
  }
}
