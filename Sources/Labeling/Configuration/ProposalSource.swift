/// One source of proposals.
public enum ProposalSource: Hashable, Sendable {
  /// Boxes of an OWLv2 detector.
  case owlv2(OWL)
  /// Boxes of an OWL-ViT detector.
  case owlvit(OWL)
  /// Class-agnostic boxes of a region proposal network.
  case rpn(RPN)
  /// Boxes that another program made.
  case file(ProposalFile)
  /// The annotated boxes of `input.ground_truth`.
  case groundTruth(GroundTruth)
  /// Boxes on regular grids.
  case grid(Grid)
  /// Boxes drawn at random.
  case random(RandomBoxes)
  /// One box around the whole image.
  case wholeImage(WholeImage)

  /// What `kind` is called, with the keys that go with it.
  static let tables: [(name: String, table: SettingsTable)] = [
    ("owlv2", OWL.table),
    ("owlvit", OWL.table),
    ("rpn", RPN.table),
    ("file", ProposalFile.table),
    ("ground_truth", GroundTruth.table),
    ("grid", Grid.table),
    ("random", RandomBoxes.table),
    ("whole_image", WholeImage.table),
  ]

  init(_ values: SettingValues) {
    switch values.text("kind") {
    case "owlv2": self = .owlv2(OWL(values))
    case "owlvit": self = .owlvit(OWL(values))
    case "rpn": self = .rpn(RPN(values))
    case "file": self = .file(ProposalFile(values))
    case "ground_truth": self = .groundTruth(GroundTruth(values))
    case "grid": self = .grid(Grid(values))
    case "random": self = .random(RandomBoxes(values))
    case "whole_image": self = .wholeImage(WholeImage(values))
    case let other: preconditionFailure("the table of proposal sources lists \(other)")
    }
  }

  /// What the source is called in pipeline files and reports.
  public var name: String {
    switch self {
    case .owlv2: "owlv2"
    case .owlvit: "owlvit"
    case .rpn: "rpn"
    case .file: "file"
    case .groundTruth: "ground_truth"
    case .grid: "grid"
    case .random: "random"
    case .wholeImage: "whole_image"
    }
  }

  /// The folder of the source's model, for sources that have one.
  public var model: String? {
    switch self {
    case .owlv2(let source), .owlvit(let source): source.model
    case .rpn(let source): source.model
    case .file, .groundTruth, .grid, .random, .wholeImage: nil
    }
  }

  /// Whether the source's boxes pass the chain untouched except for clipping and `min_size`.
  public var isExempt: Bool {
    switch self {
    case .owlv2(let source), .owlvit(let source): source.exempt
    case .rpn(let source): source.exempt
    case .file(let source): source.exempt
    case .groundTruth(let source): source.exempt
    case .grid(let source): source.exempt
    case .random(let source): source.exempt
    case .wholeImage(let source): source.exempt
    }
  }
}
