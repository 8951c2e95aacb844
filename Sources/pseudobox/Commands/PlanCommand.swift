import ArgumentParser
import Labeling
import Pipeline

/// `pseudobox plan`: freezes what the workers of a cluster share.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Freezes the plan of a data set, for many workers.",
    discussion: """
      Reads the inputs and digests settings and models once, cuts the images into units, makes the \
      concept pool, and writes all that workers share. Run it once, by one process, before any \
      worker; running it again changes nothing. Then, in any order and anywhere that sees the \
      folders:

        once      pseudobox plan my.yaml --output out
        per unit  pseudobox regions my.yaml --output out --units 3,8-12
        per unit  pseudobox labels my.yaml --output out --units 3,8-12    (after its regions)
        once      pseudobox report my.yaml --output out                   (index and report)

      --dry-run writes nothing and tells units, images, time and disk: from the statistics of \
      units that are done, else from the regions of eight images, which it makes to see.

      `pseudobox slurm submit` writes and submits these as Slurm jobs; `pseudobox missing` lists \
      what is to do.
      """)

  @OptionGroup var options: RunOptions

  @Flag(name: [.customShort("n"), .long], help: "Writes nothing; tells what it would cost.")
  var dryRun = false

  @Flag(help: "Prints one JSON object.")
  var json = false

  func run() async throws {
    let session = try options.session()
    // Signals are watched as long as it lives.
    defer { withExtendedLifetime(session) {} }
    let pipeline = session.pipeline
    let view: PlanView
    if dryRun {
      view = PlanView(try await pipeline.rehearse(), path: pipeline.dataset.plan)
    } else {
      view = PlanView(try await pipeline.prepare())
    }
    Terminal.output(json ? try BenchTable.line(view) : view.text)
  }
}
