import ArgumentParser

/// What every pass needs: a pipeline file, a data set, and how the run goes.
struct RunOptions: ParsableArguments {
  @Argument(help: "The pipeline file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String

  @Option(name: .shortAndLong, help: "The data set's folder; made when missing.")
  var output: String

  @OptionGroup var running: RunningOptions

  /// The pipeline that the options describe, with its settings read and checked.
  func session() throws -> RunSession {
    try running.session(pipeline: pipeline, output: output)
  }
}
