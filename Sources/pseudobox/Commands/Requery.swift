import ArgumentParser
import Foundation
import Labeling
import Pipeline
import Records

/// `pseudobox requery`: scores of stored regions for other texts.
struct Requery: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores a data set's regions for other class names, without its images.",
    discussion: """
      Needs regions of an owlv2 or owlvit source with store_class_embeddings: true. Writes one line \
      of JSON for each image and name that has a region: image_id, file_name, query (the name), \
      regions (their numbers in the record, best first), boxes ([x1, y1, x2, y2] in pixels) and \
      scores (0...1). Regions that the chain dropped during the run are not there.

        pseudobox requery pipelines/quickstart.yaml --output output/quickstart --query cat --query dog
        pseudobox requery job.yaml --output out --queries lvis.txt --top 1 --score-min 0.3 > boxes.jsonl
      """)

  @Argument(help: "The pipeline file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String

  @Option(name: .shortAndLong, help: "The data set's folder.", completion: .directory)
  var output: String

  @Option(name: .customLong("query"), help: "A class name; may be repeated.")
  var names: [String] = []

  @Option(help: "A file with one class name on each line.")
  var queries: String?

  @Option(help: "The sentence that names are put into, {} once; default: the source's template.")
  var template: String?

  @Option(help: "Regions for one name of one image, at most.")
  var top = 5

  @Option(help: "Least score of a region.")
  var scoreMin: Float = 0

  @Option(name: .shortAndLong, help: "Worker threads; default: the number of cores.")
  var threads: Int?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Overrides one setting; may be repeated.", valueName: "key=value"))
  var overrides: [String] = []

  func validate() throws {
    if names.isEmpty, queries == nil { throw ValidationError("name --query or --queries") }
    for name in names where !name.contains(where: { !$0.isWhitespace }) {
      throw ValidationError("--query is empty, expected a class name")
    }
    if let template, template.components(separatedBy: "{}").count != 2 {
      throw ValidationError("--template is \(template), expected {} exactly once")
    }
    if !(1...10_000).contains(top) { throw ValidationError("--top is \(top), expected 1...10000") }
    if !(0...1).contains(scoreMin) {
      throw ValidationError("--score-min is \(scoreMin), expected 0...1")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads), expected 1...1024")
    }
  }

  func run() async throws {
    let settings = try PipelineSettings.load(path: pipeline, overrides: overrides)
    let listed = try ConceptList.names(ofFile: queries)
    if let queries, listed.isEmpty { throw OWLSourceError.noQueries(path: queries) }
    let stop = StopFlag()
    let watches = ProcessSetup.watchSignals { stop.request(signal: $0) }
    defer { withExtendedLifetime(watches) {} }
    let requery = try await ClassRequery.load(
      names + listed, template: template, settings: settings, dataset: Dataset(root: output),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, stop: stop,
      observer: Terminal.observer(progress: .none, log: .text, quiet: false))
    try requery.answer(limits: ClassRequery.Limits(top: top, scoreMin: scoreMin)) { answers in
      try stop.check()
      for answer in answers { Terminal.output(line(answer, requery.names[answer.query])) }
    }
  }

  private func line(_ answer: ClassRequery.Answer, _ name: String) -> String {
    let boxes = answer.boxes.map { "[\($0.x1), \($0.y1), \($0.x2), \($0.y2)]" }
    return """
      {"image_id": \(answer.imageID), "file_name": \(JSONString.quoted("\(answer.key)")), \
      "query": \(JSONString.quoted(name)), "regions": \(answer.regions), \
      "boxes": [\(boxes.joined(separator: ", "))], "scores": \(answer.scores)}

      """
  }
}
