import ArgumentParser
import Exports
import Foundation
import Pipeline

/// `pseudobox export`: a data set in the forms that other programs load.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a data set in the form that a training code loads.",
    discussion: """
      Reads the shards of a finished data set; no model is loaded and no image decoded. The export \
      appears under its name when it is whole. What is left out is counted and told; schemas/exports.md \
      describes the formats.

        pseudobox export --list
        pseudobox export output/mine --format rkd --to output/mine-rkd
        pseudobox export output/mine --format pis --to pis --categories instances_val2017.json
        pseudobox export output/mine --format coco --to pseudo.json --content class-boxes --dry-run
        pseudobox export output/mine --format regionclip-tsv --to tsv --pipeline my.yaml
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String?

  @Flag(help: "Lists the formats with who loads them.")
  var list = false

  @Option(help: "The format's name; --list describes them.")
  var format: String?

  @Option(help: "The file or folder to be made.")
  var to: String?

  @Flag(help: "Replaces an earlier export of that name.")
  var force = false

  @Flag(help: "Counts what would be written, without writing it.")
  var dryRun = false

  @Flag(help: "Prints the counts as one line of JSON.")
  var json = false

  @OptionGroup(title: "What it is made from") var inputs: ExportInputOptions
  @OptionGroup(title: "What is taken") var choices: ExportChoiceOptions
  @OptionGroup(title: "How it runs") var running: JobOptions

  func validate() throws {
    guard !list else { return }
    if dataset == nil { throw ValidationError("the data set's folder is missing") }
    if format == nil {
      throw ValidationError("--format is missing; `pseudobox export --list` tells the formats")
    }
    if !dryRun, (to ?? "").isEmpty { throw ValidationError("--to is missing, expected a path") }
  }

  func run() throws {
    guard !list, let dataset, let format else { return Terminal.output(ExportText.list) }
    let session = running.session()
    let (source, images) = try inputs.source(dataset, session.observer)
    let export = try Export(format: format, of: source, options: choices.options)
    let meter = session.observer.meter("export", "images", total: images)
    let checkStop = { try session.stop.check() }
    let advance = { meter.advance() }
    let report =
      dryRun
      ? try export.dryRun(checkStop: checkStop, advance: advance)
      : try export.write(
        to: to ?? "", isForced: force, checkStop: checkStop, advance: advance)
    meter.finish()
    let path = dryRun ? nil : to
    Terminal.output(json ? try ExportText.line(report) : ExportText.text(report, path: path))
  }
}

/// How exports are told.
enum ExportText {
  /// Every format with its summary, its form and who loads it.
  static var list: String {
    Export.formats.map { format in
      let needs = format.needs.map(\.rawValue).sorted().joined(separator: ", ")
      let top = format.top.map { ", the best \($0) regions of an image" } ?? ""
      return """
        \(format.name)
          \(format.summary)\(top)
          one \(format.kind.rawValue)\(needs.isEmpty ? "" : "; needs \(needs)")
          loaded by \(format.consumer)

        """
    }.joined()
  }

  /// One line of JSON.
  static func line(_ report: ExportReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }

  /// `name  value` in two columns, what was left out below.
  static func text(_ report: ExportReport, path: String?) -> String {
    var text = path.map { "\(Terminal.shown($0))\n" } ?? "nothing was written (--dry-run)\n"
    func row(_ name: String, _ value: Int, _ samples: [String] = []) {
      let some = samples.isEmpty ? "" : "  for example " + samples.joined(separator: ", ")
      text +=
        "  " + "\(value)".padding(toLength: max(10, "\(value)".count), withPad: " ", startingAt: 0)
        + Terminal.shown(name + some) + "\n"
    }
    row("images read", report.images)
    for (name, value) in report.written.sorted(by: { $0.key < $1.key }) { row(name, value) }
    row("bytes", report.bytes)
    for (name, value) in report.notes.sorted(by: { $0.key < $1.key }) {
      row(name, value, report.samples[name] ?? [])
    }
    return text
  }
}
