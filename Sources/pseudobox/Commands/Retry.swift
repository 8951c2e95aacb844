import ArgumentParser
import Labeling
import Pipeline

/// `pseudobox retry`: rejected images again, now that their files have been mended.
struct Retry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tries rejected images again whose files have changed, and redoes their units.",
    discussion: """
      Looks at every rejected image: one whose file is there now, can be read now, or has other \
      bytes than it had, makes its unit worth doing again. Those units alone get a new generation \
      of their shard, which replaces the old one at once; labels and index follow, unless \
      regions of other units are missing: then workers make them. A unit with a good image that \
      has meanwhile gone or changed stays as it was. Run it once, by one process, while no worker \
      runs; kill it at any moment and run it again. Labels of these units in sets of other \
      settings would have to go: that is refused without --drop-other-labels.

        pseudobox retry my.yaml --output out --dry-run
        pseudobox retry my.yaml --output out
      """)

  @OptionGroup var options: RunOptions

  @Flag(name: [.customShort("n"), .long], help: "Tells what would be tried; writes nothing.")
  var dryRun = false

  @Flag(help: "Removes the units' labels in label sets of other settings, too.")
  var dropOtherLabels = false

  func run() async throws {
    let session = try options.session()
    // Signals are watched as long as it lives.
    defer { withExtendedLifetime(session) {} }
    let pipeline = session.pipeline
    let outcome = try await pipeline.retry(
      looksOnly: dryRun, dropsOtherLabels: dropOtherLabels)
    var text = "\(outcome.rejected) rejected images, \(outcome.changed) with another file now, "
    text += "in units \(UnitSelection(outcome.units))\n"
    if outcome.units.isEmpty { text = "\(outcome.rejected) rejected images, none has changed\n" }
    for (unit, reason) in outcome.kept.sorted(by: { $0.key < $1.key }) {
      text += "unit \(unit) stays as it was: \(reason)\n"
    }
    if !outcome.replaced.isEmpty {
      text += "\(outcome.mended) images mended, units \(UnitSelection(outcome.replaced)) replaced; "
      text +=
        outcome.isFollowed
        ? "`pseudobox report` writes the report again\n"
        : "`pseudobox missing --pass labels` lists the labels to make\n"
    } else if outcome.wasCut {
      text +=
        outcome.isFollowed
        ? "labels and index of an earlier retry that was cut were made; `pseudobox report` writes "
          + "the report again\n"
        : "labels and index of an earlier retry that was cut are still to be made\n"
    }
    if !outcome.otherLabelSets.isEmpty, !outcome.replaced.isEmpty {
      text += "removed with them: labels of the sets "
      text +=
        "\(outcome.otherLabelSets.joined(separator: ", ")); run `pseudobox labels` with their "
      text += "settings\n"
    }
    Terminal.output(Terminal.shown(text))
  }
}
