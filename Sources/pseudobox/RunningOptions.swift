import ArgumentParser
import Labeling

/// What every pass is told beside its pipeline file.
struct RunningOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Overrides one setting, for example labels.top_concepts=10; may be repeated.",
      valueName: "key=value"))
  var overrides: [String] = []

  @OptionGroup var job: JobOptions

  /// The pipeline of a file over the data set in `output`, with its settings read and checked.
  func session(pipeline path: String, output: String) throws -> RunSession {
    if output.isEmpty { throw ValidationError("--output is empty, expected a folder") }
    let settings = try PipelineSettings.load(path: path, overrides: overrides)
    let job = job.session()
    let pipeline = LabelingPipeline(
      settings: settings, output: output, threads: job.threads, stop: job.stop,
      observer: job.observer)
    return RunSession(
      pipeline: pipeline, stop: job.stop, observer: job.observer, watches: job.watches)
  }
}
