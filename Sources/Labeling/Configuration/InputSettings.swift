public import Codecs
internal import Inputs

/// Where images, captions and ground truth come from.
public struct InputSettings: Hashable, Sendable {
  /// Folder that holds the images; image names are paths relative to it.
  ///
  /// Or WebDataset archives, `shards/{000..331}.tar` or `shards/*.tar`, which are read in place;
  /// `pipe:` and a command that writes such an archive; or RegionCLIP's tables of images in base64,
  /// `images.tsv`. Image names are those of members or of the table's first column.
  public let images: String
  /// COCO json whose `images` name the files to use, or a table (`.tsv`, `.csv`, `.jsonl`, `.txt`)
  /// with their paths; without it every JPEG and PNG of the folder is used.
  public let imageList: String?
  /// File with captions of the images, or `pipe:` and a command that writes one; without it the pool
  /// holds only the names that are added, and what archives say of their images.
  public let captions: String?
  /// How the captions are written; `auto` goes by the file name's extension.
  public let captionsFormat: CaptionsFormat
  /// Whether the name of its archive goes before an image's, for archives that name theirs alike:
  /// `00012/000000.jpg`.
  public let archivePrefix: Bool
  /// File with the classes of whole images (CSV, TSV, JSON lines, json: `image,label`), which join the
  /// pool and label their images beside the captions.
  public let imageLabels: String?
  /// Whether the first folder of an image's path is its class, as in ImageNet.
  public let classFolders: Bool
  /// File that names the classes of `image_labels` and `class_folders`: class, tab, name.
  public let classNames: String?
  /// COCO instances json; used by the report and by proposals from ground truth.
  public let groundTruth: String?
  /// List of the base classes of the ground truth, one on each line or a json of names.
  ///
  /// The report and exports tell base and novel apart; classes of neither list count in neither.
  public let baseClasses: String?
  /// List of the novel classes, as that of the base classes.
  ///
  /// It changes the report and exports alone: `concepts.remove_file` with the same list keeps them out of the
  /// pool and of all labels.
  public let novelClasses: String?
  /// Whether pictures are turned upright by their EXIF tag.
  ///
  /// `ignore` takes pixels as they are stored, as Pillow and torchvision do and as the boxes of COCO
  /// and LVIS expect. `apply` is what detectron2's and OpenCV's readers do: right for a trainer that
  /// uses them. Widths, heights and all boxes, given ones too, are those of the picture that results.
  public let exifOrientation: ExifOrientation
  /// Share of rejected images above which the regions pass fails, and of bad rows in the captions
  /// above which no pass begins (exit code 65).
  public let maxBadRatio: Double

  /// What is done about a picture's EXIF orientation.
  public enum ExifOrientation: String, CaseIterable, Sendable {
    /// Pixels are used as they are stored.
    case ignore
    /// Pixels are turned upright first.
    case apply

    /// The rule as the image decoder takes it.
    public var rule: OrientationRule { self == .apply ? .apply : .ignore }
  }

  /// How captions are written.
  public enum CaptionsFormat: String, CaseIterable, Sendable {
    /// COCO captions json: `images` and `annotations` with `caption`; other json documents too.
    case coco
    /// Karpathy's splits: `images` with `sentences`.
    case karpathy
    /// Tab-separated values.
    case tsv
    /// Comma-separated values.
    case csv
    /// One json object per line.
    case jsonl
    /// Plain text, one caption per line.
    case text
    /// Members of the archives that hold the images: `.txt` or `.json` beside each.
    case archive
    /// There are no captions.
    case absent = "none"

    /// The format that a file name's extension stands for; `nil` for an unknown extension.
    init?(fileName: String) {
      guard let format = CaptionSource.Format(fileName: fileName) else { return nil }
      self.init(rawValue: format.rawValue)
    }
  }

  static let table = SettingsTable(
    "InputSettings",
    [
      Setting("images", .path, .required, passes: [.plan]),
      Setting("image_list", .path, .absent, passes: [.plan]),
      Setting("captions", .path, .absent, passes: [.concepts, .labels]),
      Setting(
        "captions_format",
        .choice(["auto", "coco", "karpathy", "tsv", "csv", "jsonl", "text", "archive", "none"]),
        .value(.text("auto")), passes: [.concepts, .labels]),
      Setting("archive_prefix", .flag, .value(.flag(false)), passes: [.plan]),
      Setting("image_labels", .path, .absent, passes: [.concepts, .labels]),
      Setting("class_folders", .flag, .value(.flag(false)), passes: [.concepts, .labels]),
      Setting("class_names", .path, .absent, passes: [.concepts, .labels]),
      Setting("ground_truth", .path, .absent, passes: [.report]),
      Setting("base_classes", .path, .absent, passes: [.report]),
      Setting("novel_classes", .path, .absent, passes: [.report]),
      Setting(
        "exif_orientation", .choice(ExifOrientation.allCases.map(\.rawValue)),
        .value(.text(ExifOrientation.ignore.rawValue)), passes: [.regions, .report]),
      Setting("max_bad_ratio", .number(0...1), .value(.number(0.1))),
    ])

  init(_ values: SettingValues) {
    images = values.path("images")
    imageList = values.optionalPath("image_list")
    captions = values.optionalPath("captions")
    captionsFormat = values.choice("captions_format")
    archivePrefix = values.flag("archive_prefix")
    imageLabels = values.optionalPath("image_labels")
    classFolders = values.flag("class_folders")
    classNames = values.optionalPath("class_names")
    groundTruth = values.optionalPath("ground_truth")
    baseClasses = values.optionalPath("base_classes")
    novelClasses = values.optionalPath("novel_classes")
    exifOrientation = values.choice("exif_orientation")
    maxBadRatio = values.number("max_bad_ratio")
  }
}
