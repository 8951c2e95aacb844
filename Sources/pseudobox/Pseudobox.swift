import ArgumentParser
import Foundation

/// The command line: parses, runs one subcommand, and turns what it throws into an exit code.
@main
struct Pseudobox: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pseudobox",
    abstract: "Turns images and captions into training data for open-vocabulary detectors.",
    discussion: """
      One command does the whole job, and continues where it stopped:

        pseudobox run pipelines/quickstart.yaml --output output/quickstart

      Exit codes: 0 done, 1 a condition of report --fail-if holds, 64 usage, 65 too much bad data, \
      66 missing input, 70 bug, 74 input/output, 75 try again, 78 configuration, 130 Ctrl-C, 143 SIGTERM.
      """,
    version: Version.text,
    subcommands: [
      Run.self, PlanCommand.self, Concepts.self, Regions.self, Labels.self, Index.self,
      Report.self,
      ExportCommand.self, Status.self, Missing.self,
      Retry.self, Verify.self, Inspect.self, CollectGarbage.self,
      Salvage.self, Propose.self, Bench.self, Teacher.self, Requery.self,
      Slurm.self,
    ])

  static func main() async {
    ProcessSetup.ignoreWriteSignals()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      // The argument parser's own errors say how they end; whatever else is unknown is our fault.
      let isOurs = exitCode(for: error) == .failure && !(error is ArgumentParser.ExitCode)
      guard let code = ExitCode(of: error) ?? (isOurs ? .software : nil) else {
        exit(withError: error)
      }
      Terminal.failure(error, code: code)
      Foundation.exit(code.rawValue)
    }
  }
}
