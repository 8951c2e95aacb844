import Testing

@testable import Labeling

/// Every kind of mistake is named at its place, which `▸` marks in the text itself.
struct ConfigurationMistakesTests {
  /// A wrong pipeline: its text, and for each mark what is said of it.
  struct Wrong: CustomTestStringConvertible, Sendable {
    let text: String
    let said: [String]
    var testDescription: String { said.joined(separator: " / ") }

    /// A whole file.
    init(file text: String, _ said: String...) {
      self.text = text
      self.said = said
    }

    /// Sections in front of an otherwise right file.
    init(_ text: String, _ said: String...) {
      self.text = text + "\n" + MarkedText.rightFile
      self.said = said
    }
  }

  @Test(arguments: wrongValues + wrongKeys + wrongForm + wrongTogether)
  func `each mistake is told with its place`(_ wrong: Wrong) throws {
    let marked = MarkedText(wrong.text)
    let mistakes = MarkedText.mistakes(of: marked.text)
    #expect(mistakes.map(\.place) == marked.places)
    #expect(mistakes.map(\.summary) == wrong.said)
    #expect(mistakes.allSatisfy { !$0.expected.isEmpty })
  }

  @Test func `there are at least forty kinds of mistakes here`() {
    let all = Self.wrongValues + Self.wrongKeys + Self.wrongForm + Self.wrongTogether
    #expect(Set(all.flatMap(\.said)).count >= 40)
  }

  @Test func `the text that the wrong values are put in front of is right`() {
    #expect(MarkedText.mistakes(of: MarkedText.rightFile).isEmpty)
  }

  @Test func `a message says place, what, expected, found and what was meant`() {
    let mistakes = MarkedText.mistakes(of: "plan: {unit_image: 8}\n" + MarkedText.rightFile)
    #expect(
      mistakes.map(\.description) == [
        "my.yaml:1:8: unknown key 'unit_image' in plan: expected one of unit_images; "
          + "did you mean 'unit_images'?"
      ])
    let others = MarkedText.mistakes(of: "report: {gallery: lots}\n" + MarkedText.rightFile)
    #expect(
      others.map(\.description) == [
        "my.yaml:1:19: report.gallery does not fit: expected a whole number from 0 to 1000, "
          + "found lots"
      ])
  }

  @Test func `the error counts the mistakes and says where the keys are described`() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try MarkedText.settings(of: "plan: 3\nlabels: 4\n" + MarkedText.rightFile)
    }
    let lines = error.description.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.last == "my.yaml: 2 mistakes; every key is described in schemas/pipeline.md")
  }

  static let wrongValues: [Wrong] = [
    Wrong("plan: {unit_images: ▸0}", "plan.unit_images does not fit, found 0"),
    Wrong("plan: {unit_images: ▸1000001}", "plan.unit_images does not fit, found 1000001"),
    Wrong("plan: {unit_images: ▸64.0}", "plan.unit_images does not fit, found 64.0"),
    Wrong("plan: {unit_images: ▸\"64\"}", "plan.unit_images does not fit, found \"64\""),
    Wrong("plan: {unit_images: ▸1_000}", "plan.unit_images does not fit, found 1_000"),
    Wrong("plan: {unit_images: ▸0x40}", "plan.unit_images does not fit, found 0x40"),
    Wrong(
      "plan: {unit_images: ▸99999999999999999999}",
      "plan.unit_images does not fit, found 99999999999999999999"),
    Wrong("plan: {unit_images: ▸[64]}", "plan.unit_images does not fit, found a list of 1"),
    Wrong(
      "plan: {unit_images: ▸{n: 64}}", "plan.unit_images does not fit, found a mapping with 'n'"),
    Wrong("plan: {unit_images: ▸true}", "plan.unit_images does not fit, found true"),
    Wrong("plan: {unit_images: ▸}", "plan.unit_images does not fit, found nothing"),
    Wrong("plan: {unit_images: ▸null}", "plan.unit_images does not fit, found nothing"),
    Wrong("plan: ▸64", "plan is not a mapping, found 64"),
    Wrong("plan: ▸[64]", "plan is not a mapping, found a list of 1"),
    Wrong("labels: {temperature: ▸.inf}", "labels.temperature does not fit, found .inf"),
    Wrong("labels: {temperature: ▸nan}", "labels.temperature does not fit, found nan"),
    Wrong("labels: {temperature: ▸1e999}", "labels.temperature does not fit, found 1e999"),
    Wrong("labels: {temperature: ▸0x1p3}", "labels.temperature does not fit, found 0x1p3"),
    Wrong("labels: {temperature: ▸0}", "labels.temperature does not fit, found 0"),
    Wrong("labels:\n  keep_probability: ▸1.01", "labels.keep_probability does not fit, found 1.01"),
    Wrong("labels:\n  keep_probability: ▸10%", "labels.keep_probability does not fit, found 10%"),
    Wrong(
      "labels:\n  class_boxes:\n    rule: ▸similarty",
      "labels.class_boxes.rule does not fit, found similarty; did you mean 'similarity'?"),
    Wrong(
      "labels: {class_boxes: {rule: ▸iou}}", "labels.class_boxes.rule does not fit, found iou"),
    Wrong(
      "labels: {class_boxes: {score_min: ▸-1.5}}",
      "labels.class_boxes.score_min does not fit, found -1.5"),
    Wrong(
      "concepts: {mode: ▸ngrams}",
      "concepts.mode does not fit, found ngrams; did you mean 'ngram'?"),
    Wrong(
      "concepts: {averaging: ▸rawMean}",
      "concepts.averaging does not fit, found rawMean; did you mean 'raw_mean'?"),
    Wrong("concepts: {add: ▸banana}", "concepts.add does not fit, found banana"),
    Wrong(
      "concepts: {add: [banana, ▸[cat], ▸\"\", ▸{a: b}]}",
      "concepts.add.1 does not fit, found a list of 1", "concepts.add.2 does not fit, found \"\"",
      "concepts.add.3 does not fit, found a mapping with 'a'"),
    Wrong("concepts: {add_file: ▸[a]}", "concepts.add_file does not fit, found a list of 1"),
    Wrong(
      "concepts: {filters: [pronoun, ▸pronouns]}",
      "concepts.filters.1 does not fit, found pronouns; did you mean 'pronoun'?"),
    Wrong(
      "concepts: {templates: ▸foto}",
      "concepts.templates does not fit, found foto; did you mean 'photo'?"),
    Wrong("concepts: {templates: ▸[]}", "concepts.templates does not fit, found a list of 0"),
    Wrong(
      "concepts:\n  templates:\n    - a {}\n    - ▸a dog\n    - ▸'{} and {}'",
      "concepts.templates.1 does not fit, found a dog",
      "concepts.templates.2 does not fit, found \"{} and {}\""),
    Wrong("report: {title: ▸''}", "report.title does not fit, found \"\""),
    Wrong("report: {title: ▸\"a\\nb\"}", "report.title does not fit, found \"a\\u000ab\""),
    Wrong("report: {title: ▸[Mine]}", "report.title does not fit, found a list of 1"),
    Wrong("report: {seed: ▸-1}", "report.seed does not fit, found -1"),
  ]
}
