import ArgumentParser
import Labeling

/// `pseudobox labels`: the passes up to this one.
struct Labels: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pairs regions with concepts and chooses boxes for image-level labels.",
    discussion: """
      Runs what this pass needs and is not done yet, then stops; `pseudobox run` does all.

        pseudobox labels pipelines/quickstart.yaml --output output/quickstart

      With units it is one worker of many over a plan that `pseudobox plan` has frozen: it does \
      these units and nothing else, skips those that are done, makes neither plan nor pool, and \
      ends with 78 when inputs, settings or models are not those of the plan. SIGTERM and SIGUSR1 \
      stop it at the next image with 75, try again.

        pseudobox labels my.yaml --output out --units 3,8-12
        pseudobox labels my.yaml --output out --units-from-env --per-task 4
      """)

  @OptionGroup var options: RunOptions

  @OptionGroup var worker: WorkerOptions

  func run() async throws {
    let session = try options.session()
    try await session.work(.labels, worker)
  }
}
