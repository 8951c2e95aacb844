import Testing

@testable import Labeling

/// Canonical text, and which passes a change reaches.
struct ConfigurationDigestTests {
  static let right = MarkedText.rightFile

  @Test func `spelling, order and comments do not show in the canonical text`() throws {
    let other = """
      # The same, written differently.
      regions:
        proposals: # one source
          - {"kind": 'whole_image'}
        teacher:
          batch: +32
          scales: [1.00]
          model: "clip"
      labels:
      input:
        captions_format: coco
        captions: captions.json
        images: photos
      version: 1
      """
    let first = try MarkedText.settings(of: Self.right)
    let second = try MarkedText.settings(of: other)
    #expect(first.canonicalText == second.canonicalText)
  }

  @Test func `canonical text is one sorted line for each key, defaults included`() throws {
    let text = try MarkedText.settings(of: Self.right).canonicalText
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines == lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(lines.contains("labels.temperature = 0.01"))
    #expect(lines.contains("input.ground_truth = null"))
    #expect(lines.contains("regions.proposals.0.kind = \"whole_image\""))
    let keys = Set(lines.compactMap { $0.split(separator: " = ").first.map(String.init) })
    #expect(keys.isSuperset(of: KnownKeys.leaves))
  }

  @Test func `text cannot imitate another line`() throws {
    let text = try MarkedText.settings(
      of: Self.right, "report.title='a\" report.seed = 3 \\'"
    ).canonicalText
    #expect(text.contains(#"report.title = "a\" report.seed = 3 \\""#))
  }

  /// For each key a changed value, and the passes whose digests must change with it.
  static let changes: [(String, Set<PipelineSettings.Pass>)] = [
    ("input.max_bad_ratio=0.5", []),
    ("input.exif_orientation=apply", [.regions, .report]),
    ("input.captions_format=jsonl", [.concepts, .labels]),
    ("input.class_folders=true", [.concepts, .labels]),
    ("input.archive_prefix=true", [.plan]),
    ("plan.unit_images=3", [.plan]),
    ("concepts.mode=phrases", [.concepts]),
    ("concepts.min_occurrences=9", [.concepts]),
    ("concepts.min_images=9", [.concepts]),
    ("concepts.top=9", [.concepts]),
    ("concepts.filters=[]", [.concepts]),
    ("concepts.chains=all", [.concepts]),
    ("concepts.add=[cat]", [.concepts]),
    ("concepts.remove=[cat]", [.concepts]),
    ("concepts.remove_synonyms=false", [.concepts]),
    ("concepts.remove_kinds=true", [.concepts]),
    ("concepts.merge_synonyms=true", [.concepts]),
    ("concepts.templates=clip7", [.concepts]),
    ("concepts.templates=['a {}']", [.concepts]),
    ("concepts.averaging=normalized_mean", [.concepts]),
    ("regions.teacher.mode=roi_align", [.regions]),
    ("regions.teacher.crop=pad", [.regions]),
    ("regions.teacher.scales=[1, 1.5]", [.regions]),
    ("regions.teacher.scale_mean=normalized", [.regions]),
    ("regions.teacher.rounding=truncate", [.regions]),
    ("regions.teacher.overhang=black", [.regions]),
    ("regions.teacher.roi_align.shortest_side=600", [.regions]),
    ("regions.teacher.roi_align.longest_side=1000", [.regions]),
    ("regions.teacher.roi_align.filter=bicubic", [.regions]),
    ("regions.teacher.batch=8", [.regions]),
    ("regions.teacher.precision=int8", [.regions]),
    ("regions.teacher.int8_cosine_min=0.9", []),
    ("regions.proposals=[{kind: grid}]", [.regions]),
    ("regions.proposals=[{kind: rpn, model: m}]", [.regions]),
    ("regions.proposals=[{kind: random}]", [.regions]),
    ("regions.proposals=[{kind: file, path: boxes.json}]", [.regions]),
    ("regions.proposals=[{kind: owlvit, model: m}]", [.regions]),
    ("regions.proposals.0.score=0.5", [.regions]),
    ("regions.proposals.0.exempt=false", [.regions]),
    ("regions.chain.min_size=9", [.regions]),
    ("regions.chain.score_min=0.9", [.regions]),
    ("regions.chain.nms_iou=0.9", [.regions]),
    ("regions.chain.top=9", [.regions]),
    ("regions.chain.steps=[{kind: clip}]", [.regions]),
    ("labels.top_concepts=9", [.labels]),
    ("labels.temperature=0.5", [.labels]),
    ("labels.keep_probability=0.5", [.report]),
    ("labels.match=substring", [.labels]),
    ("labels.class_boxes.per_label=9", [.labels]),
    ("labels.class_boxes.rule=first", [.labels]),
    ("labels.class_boxes.score_min=0.5", [.labels]),
    ("report.gallery=9", [.report]),
    ("report.seed=9", [.report]),
    ("report.title=Mine", [.report]),
    ("report.evaluation_images=lists/evaluation", [.report]), ("report.near_distance=2", [.report]),
    ("report.wordnet=/usr/share/wordnet", [.report]),
  ]

  @Test(arguments: changes)
  func `a change reaches the passes that depend on it and no others`(
    _ override: String, _ passes: Set<PipelineSettings.Pass>
  ) throws {
    let before = try MarkedText.settings(of: Self.right)
    let after = try MarkedText.settings(of: Self.right, override)
    #expect(before.canonicalText != after.canonicalText)
    let changed = PipelineSettings.Pass.allCases.filter {
      before.canonicalText(of: $0) != after.canonicalText(of: $0)
    }
    #expect(Set(changed) == passes)
  }

  /// Every key of an OWL source.
  @Test(arguments: [
    "agnostic: all_objects", "all_objects: [things]", "queries: [cat]", "queries: names.txt",
    "template: 'a {}'", "top_per_query: 9", "top: 9", "score_min: 0.5", "precision: int8",
    "store_class_embeddings: false", "exempt: true",
  ])
  func `keys of a detector change regions`(key: String) throws {
    func text(_ keys: String) throws -> String {
      try MarkedText.settings(
        of: Self.right, "regions.proposals=[{kind: owlv2, model: m, \(keys)}]"
      ).canonicalText(of: .regions)
    }
    #expect(try text(key) != text("score_min: 0"))
  }

  @Test func `the changes above leave out no key but the paths and the version`() throws {
    let settings = try MarkedText.settings(of: Self.right)
    let changed = Set(Self.changes.map { String($0.0.split(separator: "=")[0]) })
    let unchanged = Set(settings.values.keys).subtracting(changed)
    #expect(
      unchanged == [
        "version", "input.images", "input.image_list", "input.captions", "input.ground_truth",
        "input.image_labels", "input.class_names", "input.base_classes", "input.novel_classes",
        "concepts.add_file", "concepts.remove_file", "concepts.corpus", "concepts.pool",
        "concepts.synonyms_file", "concepts.caption_model",
        "regions.teacher.model",
        "regions.proposals.0.kind",
      ])
  }
}
