import ArgumentParser
import Concepts
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

      `pseudobox slurm submit` writes and submits these as Slurm jobs; `pseudobox missing` lists \
      what is to do.
      """)

  @OptionGroup var options: RunOptions

  func run() async throws {
    let result = try await options.session().pipeline.prepare()
    let plan = result.plan
    Terminal.output(
      """
      plan     \(result.dataset.plan): \(plan.images) images in \(plan.units.count) units
      concepts \(result.pool?.pool.concepts.count ?? 0)
      labels   \(result.labels?.folder ?? "")

      """)
  }
}
