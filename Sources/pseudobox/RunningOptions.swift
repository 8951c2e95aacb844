import ArgumentParser
import Foundation
import Labeling
import Pipeline

/// How a run goes and what it tells; shared by every pass.
struct RunningOptions: ParsableArguments {
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
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads), expected 1...1024")
    }
  }

  /// The pipeline of a file over the data set in `output`, with its settings read and checked.
  func session(pipeline path: String, output: String) throws -> RunSession {
    if output.isEmpty { throw ValidationError("--output is empty, expected a folder") }
    let settings = try PipelineSettings.load(path: path, overrides: overrides)
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
