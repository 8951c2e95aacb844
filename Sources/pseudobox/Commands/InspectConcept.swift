import ArgumentParser
import Labeling
import ShardStore

/// `pseudobox inspect concept`.
struct InspectConcept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "concept",
    abstract: "Shows the regions nearest to a concept, and the boxes chosen for it.",
    discussion: """
        pseudobox inspect concept output/quickstart "traffic light" --top 20
      """)

  @OptionGroup var options: InspectOptions

  @Argument(help: "The concept's name as in pool.tsv.")
  var name: String

  @Option(help: "How many regions and boxes are shown.")
  var top = 20

  private struct View: Encodable {
    struct Region: Encodable {
      let key: String
      let region: Int
      let score: Double

      init(_ found: IndexedRegion) {
        key = "\(found.key)"
        region = found.region
        score = found.score
      }

      var text: String { "  \(score)  \(Terminal.shown(key)) region \(region)\n" }
    }

    let id: Int
    let name: String
    let regions: Int
    let images: Int
    let meanCosine: Double?
    let nearest: [Region]
    let classBoxes: [Region]

    private enum CodingKeys: String, CodingKey {
      case id, name, regions, images, nearest
      case meanCosine = "mean_cosine"
      case classBoxes = "class_boxes"
    }
  }

  func validate() throws {
    if top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
  }

  func run() throws {
    let index = try options.openIndex()
    guard let concept = try index.concept(named: name) else {
      throw ValidationError("the pool has no concept called \(Terminal.shown(name))")
    }
    let view = View(
      id: concept.id, name: concept.name, regions: concept.regions, images: concept.images,
      meanCosine: concept.meanCosine,
      nearest: try index.nearestRegions(concept: concept.id, limit: top).map(View.Region.init),
      classBoxes: try index.classBoxes(concept: concept.id, limit: top).map(View.Region.init))
    if options.json { return Terminal.output(try BenchTable.line(view)) }
    Terminal.output(
      "\(Terminal.shown(name)): nearest of \(concept.regions) regions "
        + "in \(concept.images) images\n" + view.nearest.map(\.text).joined())
    guard !view.classBoxes.isEmpty else { return }
    Terminal.output("boxes chosen for captions that name it\n")
    Terminal.output(view.classBoxes.map(\.text).joined())
  }
}
