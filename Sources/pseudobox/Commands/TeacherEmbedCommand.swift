import ArgumentParser
import Codecs
import Inputs
import Labeling
import Records

/// `pseudobox teacher embed`: embeddings of boxes that the user names.
struct TeacherEmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Embeds the boxes of a COCO json as a pipeline's regions pass would.",
    discussion: """
      For looking at some boxes and for comparing modes or programs; `run` makes data sets. The file \
      holds two tensors for each image: its name, [boxes + 1, size], un-normalised, the whole image \
      last; and its name followed by " boxes", [boxes, 4], x1, y1, x2, y2 of the boxes that have an \
      embedding. Boxes and images that have none are told on stderr with the reason. Everything is \
      held in memory until the end.

        pseudobox teacher embed pipelines/quickstart.yaml --boxes instances.json \
      --embeddings regions.safetensors
      """)

  @Argument(help: "The pipeline file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String

  @Option(help: "COCO instances json; file names lead from the pipeline's image folder.")
  var boxes: String

  @Option(help: "The safetensors file to write.", completion: .file(extensions: ["safetensors"]))
  var embeddings: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Overrides one setting, for example regions.teacher.mode=roi_align; may be repeated.",
      valueName: "key=value"))
  var overrides: [String] = []

  func run() throws {
    let settings = try PipelineSettings.load(path: pipeline, overrides: overrides)
    let embedder = try BoxEmbedder(settings: settings)
    var writer = SafetensorsWriter(metadata: embedder.provenance)
    var count = 0
    let (images, report) = try BoxEmbedder.boxes(of: boxes)
    for (reason, number) in report.rejections.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      Terminal.error("\(number) boxes of the file left out: \(reason.rawValue)\n")
    }
    for sample in report.samples { Terminal.error("  \(Terminal.shown(sample.detail))\n") }
    for (key, boxes) in images {
      let result = try embedder.embed(key, boxes: boxes)
      for rejection in result.rejections {
        let text = "\(key): \(rejection.reason.rawValue): \(rejection.detail)"
        Terminal.error(Terminal.shown(text) + "\n")
      }
      guard let rows = result.embeddings else { continue }
      count += result.boxes.count
      writer.add(
        "\(key)", shape: [result.boxes.count + 1, embedder.embeddingSize], floats: rows)
      writer.add(
        "\(key) boxes", shape: [result.boxes.count, 4],
        floats: result.boxes.flatMap { [$0.x1, $0.y1, $0.x2, $0.y2] })
    }
    try DurableFile.replace(writer.bytes(), at: embeddings)
    Terminal.output("\(count) boxes embedded to \(embeddings)\n")
  }
}
