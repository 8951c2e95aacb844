import ArgumentParser
import Benchmarks
import Foundation

/// `pseudobox bench store`: shards and index.
struct BenchStore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Measures writing and reading shards and building the index, on synthetic records.",
    discussion: """
      Writes a data set of noise with the statistics of embeddings; --output keeps it, for other
      readers (scripts/bench/store) and for `index --rebuild`, `verify` and `inspect`.

        pseudobox bench store
        pseudobox bench store --images 1000000 --size 16 --concepts 5000 --output /data/synthetic
      """)

  @Option(help: "Number of images.")
  var images = 2048

  @Option(help: "Regions of each image.")
  var regions = 20

  @Option(help: "Width of an embedding.")
  var size = 512

  @Option(help: "Concepts in the pool.")
  var concepts = 5000

  @Option(help: "Images of a unit.")
  var unitImages = 1024

  @Option(
    name: .shortAndLong,
    help: "Threads that write shards and read them for the index; default: the number of cores.")
  var threads: Int?

  @Option(name: .shortAndLong, help: "Keeps the data set in this folder.")
  var output: String?

  @Flag(help: "Prints one line of JSON instead of a table.")
  var json = false

  func validate() throws {
    for (name, value, range) in [
      ("--images", images, 1...100_000_000), ("--regions", regions, 0...4096),
      ("--size", size, 1...4096), ("--concepts", concepts, 5...10_000_000),
      ("--unit-images", unitImages, 1...65_536), ("--threads", threads ?? 1, 1...1024),
    ] where !range.contains(value) {
      throw ValidationError("\(name) is \(value), expected \(range)")
    }
  }

  func run() async throws {
    let folder =
      output
      ?? FileManager.default.temporaryDirectory.path + "/pseudobox-store-\(UUID().uuidString)"
    defer { if output == nil { try? FileManager.default.removeItem(atPath: folder) } }
    let benchmark = StoreBenchmark(
      shape: .init(
        images: images, regions: regions, embeddingSize: size, concepts: concepts,
        unitImages: unitImages),
      folder: folder, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    let figures = try await benchmark.run()
    Terminal.output(json ? try BenchTable.line(figures) : BenchTable.text(figures))
  }
}
