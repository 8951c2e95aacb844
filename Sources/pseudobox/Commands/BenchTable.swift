import Benchmarks
import Foundation

/// How figures are printed: a table for people, a line of JSON for programs.
enum BenchTable {
  /// One line of JSON with sorted keys.
  static func line(_ figures: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(figures), as: UTF8.self) + "\n"
  }

  /// `name  value` in two columns.
  static func text(_ figures: TeacherFigures) -> String {
    let products = figures.products
    var rows = [
      ("model", figures.model),
      ("machine", text(figures.machine)),
      (
        "measured",
        "\(figures.precision), batches of \(figures.batch), \(figures.threads) threads, "
          + "\(figures.rounds) rounds"
      ),
      ("load", String(format: "%.2f s", figures.loadSeconds)),
      ("images per second", text(figures.image.perSecond)),
      ("processor time of an image", text(figures.image.processorMilliseconds, unit: "ms")),
      ("texts per second (\(figures.textTokens) tokens)", text(figures.text.perSecond)),
      ("arithmetic of an image", number(products.gigaOperationsPerImage) + " GFLOP"),
      ("image tower", number(products.towerRate) + " GFLOP/s"),
      ("large f32 product, our kernels", text(products.ownRoofline, unit: "GFLOP/s")),
      ("large f32 product, OpenBLAS", text(products.openBLASRoofline, unit: "GFLOP/s")),
      (
        "image tower to large f32 product",
        String(format: "%.0f %%", 100 * products.towerRate / products.ownRoofline.median)
      ),
      (
        "products' share of the tower's time",
        String(format: "%.0f %%", 100 * products.shareOfTime)
      ),
    ]
    if let peak = figures.peakBytes { rows.append(("peak memory", "\(peak >> 20) MB")) }
    return table(rows)
  }

  /// `name  value` in two columns.
  static func text(_ figures: CaptionFigures) -> String {
    var rows = [
      ("captions", "\(figures.captions) of \(figures.file)"),
      ("machine", text(figures.machine)),
      ("measured", "1 thread, \(figures.rounds) rounds"),
      ("parsed per second", text(figures.parsedPerSecond)),
      ("counted per second", text(figures.countedPerSecond)),
      ("both per second", text(figures.bothPerSecond)),
      ("mentions of concepts", "\(figures.mentions)"),
      ("captions without a concept", "\(figures.rejected)"),
      ("parser ready after", String(format: "%.3f s", figures.startSeconds)),
    ]
    if let peak = figures.peakBytes { rows.append(("peak memory", "\(peak >> 20) MB")) }
    return table(rows)
  }

  /// `name  value` in two columns.
  static func text(_ figures: PairingFigures) -> String {
    let share = figures.shareOfProduct
    var rows = [
      (
        "pairing",
        "\(figures.regions) regions with \(figures.concepts) concepts of \(figures.size), top "
          + "\(figures.top)"
      ),
      ("machine", text(figures.machine)),
      ("measured", "\(figures.threads) threads, \(figures.rounds) rounds"),
      ("regions per second", text(figures.regionsPerSecond)),
      ("product", number(figures.operationsPerSecond.median / 1e9) + " GFLOP/s"),
      (
        "to a large product, round by round",
        String(
          format: "%.0f %% (%.0f to %.0f)", 100 * share.median, 100 * share.min, 100 * share.max)
      ),
    ]
    if let peak = figures.peakBytes { rows.append(("peak memory", "\(peak >> 20) MB")) }
    return table(rows)
  }

  /// `name  value` in two columns.
  static func text(_ figures: ProposalFigures) -> String {
    var rows = [
      ("model", figures.model),
      ("machine", text(figures.machine)),
      ("measured", "\(figures.image), \(figures.threads) threads, \(figures.rounds) rounds"),
      ("load", String(format: "%.2f s", figures.loadSeconds)),
      ("pictures per second", text(figures.perSecond)),
      ("processor time of a picture", text(figures.processorMilliseconds, unit: "ms")),
      ("boxes behind the chain", "\(figures.boxes)"),
    ]
    if let peak = figures.peakBytes { rows.append(("peak memory", "\(peak >> 20) MB")) }
    return table(rows)
  }

  /// `name  value` in two columns.
  static func text(_ figures: StoreFigures) -> String {
    let shape = figures.shape
    func milliseconds(_ value: Double) -> String { number(value) + " ms" }
    var rows = [
      (
        "data set",
        "\(shape.images) images, \(shape.regions) regions of \(shape.embeddingSize), "
          + "units of \(shape.unitImages)"
      ),
      ("machine", text(figures.machine)),
      ("region shards, label shards", "\(figures.regionBytes), \(figures.labelBytes) bytes"),
      ("embeddings, stored by raw f16", String(format: "%.3f", figures.embeddingRatio)),
      ("write a region record, processor time", milliseconds(figures.writeMilliseconds)),
      ("read one, processor time", milliseconds(figures.readMilliseconds)),
      ("read one without embeddings", milliseconds(figures.readBoxesMilliseconds)),
      ("read a label record", milliseconds(figures.readLabelsMilliseconds)),
    ]
    if let built = figures.indexBuild {
      rows += [
        (
          "index from shards",
          String(format: "%.2f s, processor %.2f s", built.wall, built.processor)
        ),
        ("images per second", number(figures.indexImagesPerSecond)),
        ("size of the index", "\(figures.indexBytes) bytes"),
      ]
    }
    if let check = figures.indexCheck {
      rows.append(("the same when nothing has changed", String(format: "%.2f s", check.wall)))
    }
    if let added = figures.indexExtension {
      rows.append(("the same when one unit is added", String(format: "%.2f s", added.wall)))
    }
    if let image = figures.imageQuery { rows.append(("image by key", text(image, unit: "us"))) }
    if let concept = figures.conceptQuery {
      rows.append(("20 regions nearest a concept", text(concept, unit: "us")))
    }
    if let before = figures.peakBytesBeforeIndex, let peak = figures.peakBytes {
      rows.append(("peak memory before the index, all", "\(before >> 20) MB, \(peak >> 20) MB"))
    }
    return table(rows)
  }

  private static func table(_ rows: [(String, String)]) -> String {
    rows.map { name, value in
      name.padding(toLength: 38, withPad: " ", startingAt: 0) + value + "\n"
    }.joined()
  }

  private static func text(_ machine: Machine) -> String {
    "\(machine.processor), \(machine.cores) cores, \(machine.kernels)"
  }

  private static func text(_ spread: Spread, unit: String = "") -> String {
    "\(number(spread.median)) \(unit)\(unit.isEmpty ? "" : " ")"
      + "(\(number(spread.min)) to \(number(spread.max)))"
  }

  private static func number(_ value: Double) -> String {
    let digits = value >= 1000 ? 0 : value >= 100 ? 1 : 2
    return String(format: "%.\(digits)f", value)
  }
}
