import ArgumentParser
import Foundation
import Labeling
import Records
import ShardStore

/// `pseudobox inspect`: one image or concept of a data set.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what a data set holds of one image or concept.",
    subcommands: [InspectImage.self, InspectConcept.self])
}

extension Dataset {
  /// The index; says which command makes it when there is none.
  fileprivate func openIndex() throws -> DatasetIndex {
    guard FileManager.default.fileExists(atPath: index) else {
      throw PipelineError.missingArtifact(path: index, pass: "index")
    }
    return try DatasetIndex(path: index)
  }
}

/// `pseudobox inspect image`.
struct InspectImage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image",
    abstract: "Shows an image's regions with their nearest concepts.",
    discussion: """
        pseudobox inspect image output/quickstart 000000000001.jpg
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  @Argument(help: "The image's path below the image folder.")
  var key: String

  func run() throws {
    let layout = Dataset(root: dataset)
    let index = try layout.openIndex()
    guard let image = try index.image(key: ImageKey(key)) else {
      throw ValidationError("\(dataset) has no image called \(Terminal.shown(key))")
    }
    if let rejection = image.rejection {
      Terminal.output("\(Terminal.shown(key)): rejected, \(rejection.rawValue)\n")
      return
    }
    Terminal.output(
      "\(Terminal.shown(key)): id \(image.imageID), \(image.width) x \(image.height), "
        + "\(image.regions) regions\n")
    let names = try index.concepts().map(\.name)
    let set = try index.facts()["label_set"] ?? ""
    var regions: RegionRecord?
    var labels: LabelRecord?
    for place in image.places {
      let folder = place.kind == .regions ? layout.regions : layout.labelSet(set)
      let reader = try ShardReader(path: "\(folder)/\(place.shard)")
      switch place.kind {
      case .regions:
        regions = try reader.regionRecord(at: place.ordinal, includesEmbeddings: false)
      case .labels: labels = try reader.labelRecord(at: place.ordinal)
      }
    }
    guard let regions else { return }
    for region in regions.boxes.indices {
      Terminal.output(line(region, regions, labels, names))
    }
  }

  private func line(
    _ region: Int, _ regions: RegionRecord, _ labels: LabelRecord?, _ names: [String]
  ) -> String {
    let box = regions.boxes[region]
    let corners = [box.x1, box.y1, box.x2, box.y2].map { "\(Int($0.rounded()))" }
    var text = "  \(region)  [\(corners.joined(separator: " "))]  score \(regions.scores[region])"
    if let labels {
      let k = labels.conceptsPerRegion
      let nearest = (region * k..<(region + 1) * k).map { place in
        "\(Terminal.shown(names[Int(labels.conceptIDs[place])])) \(labels.cosines[place])"
      }
      text += "  " + nearest.joined(separator: ", ")
    }
    return text + "\n"
  }
}

/// `pseudobox inspect concept`.
struct InspectConcept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "concept",
    abstract: "Shows the regions nearest to a concept.",
    discussion: """
        pseudobox inspect concept output/quickstart "traffic light" --top 20
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  @Argument(help: "The concept's name as in pool.tsv.")
  var name: String

  @Option(help: "How many regions are shown.")
  var top = 20

  func run() throws {
    let index = try Dataset(root: dataset).openIndex()
    guard let concept = try index.concepts().first(where: { $0.name == name }) else {
      throw ValidationError("the pool has no concept called \(Terminal.shown(name))")
    }
    Terminal.output(
      "\(Terminal.shown(name)): nearest of \(concept.regions) regions "
        + "in \(concept.images) images\n")
    for region in try index.nearestRegions(concept: concept.id, limit: max(0, top)) {
      Terminal.output(
        "  \(region.score)  \(Terminal.shown("\(region.key)")) region \(region.region)\n")
    }
  }
}
