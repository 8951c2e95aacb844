import ArgumentParser
import Labeling

/// `pseudobox regions`: the passes up to this one.
struct Regions: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds proposals in every image and embeds them with the teacher.",
    discussion: """
      Runs what this pass needs and is not done yet, then stops; `pseudobox run` does all.

        pseudobox regions pipelines/quickstart.yaml --output output/quickstart

      With units it is one worker of many over a plan that `pseudobox plan` has frozen: it does \
      these units and nothing else, skips those that are done, makes neither plan nor pool, and \
      ends with 78 when inputs, settings or models are not those of the plan. SIGTERM and SIGUSR1 \
      stop it at the next image with 75, try again.

        pseudobox regions my.yaml --output out --units 3,8-12
        pseudobox regions my.yaml --output out --units-from-env --per-task 4
      """)

  @OptionGroup var options: RunOptions

  @OptionGroup var worker: WorkerOptions

  func run() async throws {
    let session = try options.session()
    try await session.work(.regions, worker)
  }
}
