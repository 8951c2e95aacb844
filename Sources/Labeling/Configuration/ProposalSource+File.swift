internal import Codecs
internal import Inputs

extension ProposalSource {
  /// Boxes that another program made: COCO results or annotations, JSON lines, CSV, TSV, MAVL's text
  /// files; schemas/proposals.md describes them.
  public struct ProposalFile: Hashable, Sendable {
    /// The file, plain or packed with gzip or zstd, or a folder of MAVL's text files.
    public let path: String
    /// Which numbers a box is; `auto`: xywh in `bbox`, xyxy in `boxes` and MAVL's text, columns by
    /// their names.
    public let boxFormat: BoxFormat?
    /// What coordinates count.
    public let coordinates: Coordinates
    /// With xyxy: whether the right and lower edges are the last pixel instead of its end.
    public let plusOne: Bool
    /// What scores are; `auto`: logits where the file calls them so, else probabilities.
    public let scores: ScoreKind?
    /// How rows find their images; `auto`: numbers by image id, or by file name where the image list
    /// has no ids; texts by file name.
    public let match: MatchRule?
    /// Which picture the boxes belong to, where EXIF tags say that it is to be turned.
    public let exifOrientation: BoxOrientation
    /// Boxes with a lower score are dropped before they meet those of other sources.
    public let scoreMin: Double
    /// Best-scored boxes that the source may hand on for one image.
    public let top: Int
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    /// Which numbers a box is.
    public enum BoxFormat: String, CaseIterable, Sendable {
      /// Left, top, right, bottom.
      case xyxy
      /// Left, top, width, height.
      case xywh
      /// Centre, width, height.
      case cxcywh
    }

    /// What coordinates count.
    public enum Coordinates: String, CaseIterable, Sendable {
      /// Pixels.
      case absolute
      /// Parts of the image's width and height.
      case relative
    }

    /// What scores are.
    public enum ScoreKind: String, CaseIterable, Sendable {
      /// Numbers in 0...1.
      case probability
      /// Numbers before the sigmoid, kept as they are beside the score.
      case logit
    }

    /// How rows find their images.
    public enum MatchRule: String, CaseIterable, Sendable {
      /// By image id alone.
      case id
      /// By file name alone, with or without folders and extension.
      case name
    }

    /// Which picture boxes belong to.
    public enum BoxOrientation: String, CaseIterable, Sendable {
      /// The one that `input.exif_orientation` gives.
      case same
      /// The picture as it is stored; boxes are turned with it where the run turns pictures.
      case stored
      /// The picture turned upright; boxes are turned back where the run does not turn pictures.
      case upright

      /// The rule by which the boxes' picture was made; `nil` for the run's own.
      var frame: OrientationRule? {
        switch self {
        case .same: nil
        case .stored: .ignore
        case .upright: .apply
        }
      }
    }

    private static func words<Choice: CaseIterable & RawRepresentable<String>>(
      _ choices: Choice.Type
    ) -> [String] { choices.allCases.map(\.rawValue) }

    static let table = SettingsTable(
      "ProposalSource.ProposalFile",
      [
        Setting("path", .path, .required, passes: [.regions]),
        Setting(
          "box_format", .choice(["auto"] + words(BoxFormat.self)), .value(.text("auto")),
          passes: [.regions]),
        Setting(
          "coordinates", .choice(words(Coordinates.self)), .value(.text("absolute")),
          passes: [.regions]),
        Setting("plus_one", .flag, .value(.flag(false)), passes: [.regions]),
        Setting(
          "scores", .choice(["auto"] + words(ScoreKind.self)), .value(.text("auto")),
          passes: [.regions]),
        Setting(
          "match", .choice(["auto"] + words(MatchRule.self)), .value(.text("auto")),
          passes: [.regions]),
        Setting(
          "exif_orientation", .choice(words(BoxOrientation.self)), .value(.text("same")),
          passes: [.regions]),
        Setting("score_min", .number(0...1), .value(.number(0)), passes: [.regions]),
        Setting("top", .integer(1...100_000), .value(.integer(1_000)), passes: [.regions]),
        Setting("exempt", .flag, .value(.flag(false)), passes: [.regions]),
      ])

    init(_ values: SettingValues) {
      path = values.path("path")
      boxFormat = BoxFormat(rawValue: values.text("box_format"))
      coordinates = values.choice("coordinates")
      plusOne = values.flag("plus_one")
      scores = ScoreKind(rawValue: values.text("scores"))
      match = MatchRule(rawValue: values.text("match"))
      exifOrientation = values.choice("exif_orientation")
      scoreMin = values.number("score_min")
      top = values.integer("top")
      exempt = values.flag("exempt")
    }

    /// The file with the meaning of its numbers, in the reader's terms.
    var source: ProposalFileSource {
      ProposalFileSource(
        path: path,
        options: ProposalFileOptions(
          boxFormat: boxFormat.flatMap { ProposalFileOptions.BoxFormat(rawValue: $0.rawValue) },
          isRelative: coordinates == .relative, plusOne: plusOne,
          scores: scores.flatMap { ProposalFileOptions.ScoreKind(rawValue: $0.rawValue) },
          match: match.flatMap { ProposalFileOptions.MatchRule(rawValue: $0.rawValue) } ?? .auto))
    }
  }
}
