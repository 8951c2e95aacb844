import ArgumentParser
import Foundation
import Pipeline

/// How a job runs and what it tells: the options of every command that works for long.
struct JobOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Worker threads; default: the number of cores.")
  var threads: Int?

  @Option(help: "How progress is shown: auto, bar, plain, json or none.")
  var progress: ProgressStyle = .auto

  @Option(help: "How log lines are written to stderr: text or json.")
  var logFormat: LogFormat = .text

  @Option(
    help: ArgumentHelp(
      "Keeps numbers of this process in a file for Prometheus (textfile collector; *.prom).",
      valueName: "path"),
    completion: .file())
  var metricsFile: String?

  @Flag(name: .shortAndLong, help: "Shows warnings and errors only.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads), expected 1...1024")
    }
  }

  /// What the options describe, with signals watched.
  func session() -> JobSession {
    let stop = StopFlag()
    let terminal = Terminal.observer(progress: progress, log: logFormat, quiet: quiet)
    return JobSession(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, stop: stop,
      observer: metricsFile.map { MetricsFile(path: $0).observer(telling: terminal) } ?? terminal,
      watches: ProcessSetup.watchSignals { stop.request(signal: $0) })
  }
}
