import ArgumentParser
import Labeling
import Records
import ShardStore

/// `pseudobox inspect image`.
struct InspectImage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image",
    abstract: "Shows an image's regions with their nearest concepts.",
    discussion: """
        pseudobox inspect image output/quickstart 000000000001.jpg
      """)

  @OptionGroup var options: InspectOptions

  @Argument(help: "The image's path below the image folder.")
  var key: String

  func run() throws {
    let found = try view()
    Terminal.output(options.json ? try BenchTable.line(found) : found.text)
  }

  private func view() throws -> ImageView {
    let index = try options.openIndex()
    guard let image = try index.image(key: ImageKey(key)) else {
      throw ValidationError("\(options.dataset) has no image called \(Terminal.shown(key))")
    }
    let names = try index.concepts().map(\.name)
    let set = try index.facts()["label_set"] ?? ""
    var view = ImageView(image)
    var regions: RegionRecord?
    var labels: LabelRecord?
    for place in image.places {
      let layout = options.layout
      let folder = place.kind == .regions ? layout.regions : layout.labelSet(set)
      let reader = try ShardReader(path: "\(folder)/\(place.shard)")
      guard (0..<reader.count).contains(place.ordinal) else { throw stale(reader.path) }
      switch place.kind {
      case .regions:
        regions = try reader.regionRecord(at: place.ordinal, includesEmbeddings: false)
      case .labels: labels = try reader.labelRecord(at: place.ordinal)
      }
    }
    guard let regions else { return view }
    // The index is derived and may be older than the shards.
    guard regions.key == image.key, labels.map({ $0.key == image.key }) ?? true,
      labels.map({ $0.logSumExp.count == regions.boxes.count }) ?? true
    else { throw stale(options.layout.index) }
    view.detail = regions.rejection?.detail
    view.add(regions, labels, names: names)
    return view
  }

  private func stale(_ path: String) -> IndexError {
    .mismatch(
      path: path,
      detail: "the index and the shards differ; `pseudobox index --rebuild` makes it again")
  }
}
