extension ProposalSource {
  /// Boxes of an OWL detector: class-agnostic ones, ranked by OWLv2's objectness or by a family of
  /// queries as MViT's are, and class-specific ones for any number of text queries, all from one pass
  /// over the image.
  public struct OWL: Hashable, Sendable {
    /// Folder of a Hugging Face checkpoint of the source's kind.
    public let model: String
    /// What ranks class-agnostic boxes; with `auto` there are none where `queries` are given, else
    /// `objectness` for OWLv2 and `all_objects` for OWL-ViT.
    public let agnostic: Agnostic?
    /// The queries of `agnostic: all_objects`; a box counts by the one that it fits best.
    public let allObjects: [String]
    /// Class names, or a file with one on each line (`name,count` is read too); each gives boxes that
    /// know it.
    public let queries: Queries
    /// The sentence that a class name is put into.
    public let template: String
    /// Best-scored boxes for each query that the source may hand on for one image.
    public let topPerQuery: Int
    /// Best-scored class-agnostic boxes that the source may hand on for one image.
    public let top: Int
    /// Boxes with a lower score are dropped before they meet those of other sources.
    public let scoreMin: Double
    /// Numbers in the image tower's products; heads and texts are always computed with f32.
    public let precision: TeacherSettings.Precision
    /// Whether regions keep their class embedding, logit shift and scale, so that they can be scored
    /// for other texts later (`pseudobox requery`, `labels.class_boxes.rule: proposer`).
    public let storeClassEmbeddings: Bool
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    /// What ranks class-agnostic boxes.
    public enum Agnostic: String, CaseIterable, Sendable {
      /// The objectness head; OWLv2 only.
      case objectness
      /// The largest score over the queries of `all_objects`.
      case allObjects = "all_objects"
      /// There are no class-agnostic boxes.
      case none
    }

    /// Where class names come from.
    public enum Queries: Hashable, Sendable {
      /// There are none.
      case none
      /// These.
      case names([String])
      /// A file's lines.
      case file(String)
    }

    /// MViT's queries, in the words of object-centric-ovd.
    private static let family = [
      "all objects", "all entities", "all visible objects and entities",
      "all obscure objects and entities",
    ]

    static let table = SettingsTable(
      "ProposalSource.OWL",
      [
        regions("model", .path, .required),
        regions(
          "agnostic", .choice(["auto"] + Agnostic.allCases.map(\.rawValue)), .value(.text("auto"))),
        regions(
          "all_objects", .list(.text, count: 1...1_000),
          .value(.list(family.map(SettingValue.text)))),
        regions("queries", .either(.path, list: .list(.text, count: 1...100_000)), .absent),
        regions("template", .template, .value(.text("every {}"))),
        regions("top_per_query", .integer(1...10_000), .value(.integer(5))),
        regions("top", .integer(1...10_000), .value(.integer(300))),
        regions("score_min", .number(0...1), .value(.number(0))),
        regions(
          "precision", .choice(TeacherSettings.Precision.allCases.map(\.rawValue)),
          .value(.text(TeacherSettings.Precision.f32.rawValue))),
        regions("store_class_embeddings", .flag, .value(.flag(true))),
        regions("exempt", .flag, .value(.flag(false))),
      ])

    private static func regions(
      _ name: String, _ kind: SettingKind, _ fallback: Setting.Fallback
    ) -> Setting {
      Setting(name, kind, fallback, passes: [.regions])
    }

    init(_ values: SettingValues) {
      model = values.path("model")
      agnostic = Agnostic(rawValue: values.text("agnostic"))
      allObjects = values.texts("all_objects")
      queries =
        values.isList("queries")
        ? .names(values.texts("queries"))
        : values.optionalPath("queries").map(Queries.file) ?? .none
      template = values.text("template")
      topPerQuery = values.integer("top_per_query")
      top = values.integer("top")
      scoreMin = values.number("score_min")
      precision = values.choice("precision")
      storeClassEmbeddings = values.flag("store_class_embeddings")
      exempt = values.flag("exempt")
    }
  }
}
