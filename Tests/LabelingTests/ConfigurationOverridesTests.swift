import Testing

@testable import Labeling

/// `--set key=value` on the command line.
struct ConfigurationOverridesTests {
  static let right = MarkedText.rightFile

  @Test func `a value replaces that of the file`() throws {
    let settings = try MarkedText.settings(
      of: "plan: {unit_images: 8}\n" + Self.right,
      "plan.unit_images=16")
    #expect(settings.plan.unitImages == 16)
  }

  @Test func `sections that the file lacks are made`() throws {
    let settings = try MarkedText.settings(of: Self.right, "labels.class_boxes.rule=max_size")
    #expect(settings.labels.classBoxes.rule == .maxSize)
  }

  @Test func `the last of several values holds`() throws {
    let settings = try MarkedText.settings(of: Self.right, "report.seed=1", "report.seed=2")
    #expect(settings.report.seed == 2)
  }

  @Test func `lists and mappings are written as YAML`() throws {
    let settings = try MarkedText.settings(
      of: Self.right, "regions.teacher.scales=[1, 1.5]",
      "regions.proposals=[{kind: grid, cells: [3]}, {kind: whole_image}]")
    #expect(settings.regions.teacher.scales == [1, 1.5])
    #expect(settings.regions.proposals.map(\.name) == ["grid", "whole_image"])
  }

  @Test func `an element of a list is named by its number`() throws {
    let settings = try MarkedText.settings(of: Self.right, "regions.proposals.0.score=0.5")
    #expect(settings.regions.proposals.map(\.name) == ["whole_image"])
    guard case .wholeImage(let source) = settings.regions.proposals[0] else { return }
    #expect(source.score == 0.5)
  }

  @Test func `text is taken as it is, whatever YAML would make of it`() throws {
    for title in ["a: b", "# a", "yes", "1", "a = b", "- a", "&a *b", "a\\nb", "é"] {
      let settings = try MarkedText.settings(of: Self.right, "report.title=\(title)")
      #expect(settings.report.title == title)
    }
    let quoted = try MarkedText.settings(of: Self.right, "report.title='[a]'")
    #expect(quoted.report.title == "[a]")
  }

  @Test func `an empty value takes an optional one away`() throws {
    let file = """
      version: 1
      input: {images: a, captions: b.json, ground_truth: c.json}
      regions: {teacher: {model: m}, proposals: [{kind: whole_image}]}
      """
    #expect(try MarkedText.settings(of: file).input.groundTruth == "pipes/c.json")
    for empty in ["", "null", "~"] {
      let settings = try MarkedText.settings(of: file, "input.ground_truth=\(empty)")
      #expect(settings.input.groundTruth == nil)
    }
  }

  @Test func `paths of the file start at its folder, those of the command line where we are`()
    throws
  {
    let settings = try MarkedText.settings(
      of: "concepts: {add_file: /names.txt}\n" + Self.right, "input.images=mine",
      "regions.teacher.model=/models/clip")
    #expect(settings.concepts.addFile == "/names.txt")
    #expect(settings.input.images == "/here/mine")
    #expect(settings.regions.teacher.model == "/models/clip")
    #expect(settings.input.captions == "pipes/captions.json")
    #expect(settings.canonicalText.contains("input.images = \"/here/mine\"\n"))
    #expect(settings.canonicalText.contains("input.captions = \"captions.json\"\n"))
  }

  @Test(arguments: [
    ("labels.temprature=1", "unknown key 'temprature' in labels; did you mean 'temperature'?"),
    ("lables.temperature=1", "unknown key 'lables' in the pipeline; did you mean 'labels'?"),
    ("labels.temperature=warm", "labels.temperature does not fit, found warm"),
    ("labels=5", "labels is not a mapping, found 5"),
    ("labels.temperature", "not an assignment, found \"labels.temperature\""),
    ("=5", "not an assignment, found \"=5\""),
    ("labels..top=5", "not an assignment, found \"labels..top=5\""),
    (".labels=5", "not an assignment, found \".labels=5\""),
    ("version.major=1", "no key 'major' in version, found 1"),
    ("regions.proposals.1.kind=grid", "no element '1' in proposals"),
    ("regions.proposals.kind=grid", "no element 'kind' in proposals"),
    (
      "regions.proposals.0.kind=gird",
      "regions.proposals.0.kind does not fit, found gird; "
        + "did you mean 'grid'?"
    ),
    ("input.images=", "missing key input.images"),
    ("concepts.add=[a", "not valid YAML"),
    ("report.title=\"a\\nb\"", "report.title does not fit, found \"a\\u000ab\""),
    (
      "plan={unit_images: 3, unit_images: 4}",
      "repeated key 'unit_images' in plan, found it at "
        + "--set plan already"
    ),
  ])
  func `mistakes are told with the key that was set`(_ override: String, _ said: String) {
    let mistakes = MarkedText.mistakes(of: Self.right, overrides: [override])
    #expect(mistakes.map { $0.summary.hasPrefix(said) } == [true], "\(mistakes)")
    let key = override.split(separator: "=", omittingEmptySubsequences: false)[0]
    #expect(mistakes.map(\.place) == [.override(key: String(key))])
  }

  @Test func `mistakes of the file come first and all are told`() {
    let mistakes = MarkedText.mistakes(
      of: "plan: 3\n" + Self.right, overrides: ["report.seed=x", "labels.top_concepts=0"])
    #expect(
      mistakes.map(\.place) == [
        .file(path: "my.yaml", line: 1, column: 7), .override(key: "labels.top_concepts"),
        .override(key: "report.seed"),
      ])
  }
}
