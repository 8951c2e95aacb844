import ArgumentParser
import Foundation
import Labeling
import Pipeline

/// The options that every pass shares.
struct RunOptions: ParsableArguments {
  @Argument(help: "The pipeline file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String

  @Option(name: .shortAndLong, help: "The data set's folder; made when missing.")
  var output: String

  @Option(name: .shortAndLong, help: "Worker threads; default: the number of cores.")
  var threads: Int?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Overrides one setting, for example labels.top_concepts=10; may be repeated.",
      valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: "How progress is shown: auto, bar, plain, json or none.")
  var progress: ProgressStyle = .auto

  @Option(help: "How log lines are written to stderr: text or json.")
  var logFormat: LogFormat = .text

  @Flag(name: .shortAndLong, help: "Shows warnings and errors only.")
  var quiet = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("--output is empty, expected a folder") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads), expected 1...1024")
    }
  }

  /// The pipeline that the options describe, with its settings read and checked.
  func session() throws -> RunSession {
    let settings = try PipelineSettings.load(path: pipeline, overrides: overrides)
    let stop = StopFlag()
    let watches = ProcessSetup.watchSignals { stop.request(signal: $0) }
    let observer = Terminal.observer(progress: progress, log: logFormat, quiet: quiet)
    let pipeline = LabelingPipeline(
      settings: settings, output: output,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, stop: stop,
      observer: observer)
    return RunSession(pipeline: pipeline, stop: stop, observer: observer, watches: watches)
  }
}
