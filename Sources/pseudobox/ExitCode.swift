import ArgumentParser

/// How the program ends, by sysexits.h, so that a job script can tell what to do.
///
/// Retry makes sense for `inputOutput`, `tryAgain` and the signals; never for the others.
enum ExitCode: Int32, CaseIterable {
  /// All done.
  case success = 0
  /// A condition of `report --fail-if` holds; the report is written.
  case gate = 1
  /// The command line is wrong.
  case usage = 64
  /// Data is bad: too many images, a damaged shard, an empty list, a file with a broken format.
  case data = 65
  /// An input file is missing or cannot be opened.
  case input = 66
  /// We are wrong: a bug.
  case software = 70
  /// Reading or writing failed: a full disk, a broken device, no permission.
  case inputOutput = 74
  /// Stopped or disturbed for now; the same command may go on later.
  case tryAgain = 75
  /// The configuration is wrong, or disagrees with the data set.
  case configuration = 78
  /// Stopped by Ctrl-C.
  case interrupted = 130
  /// Stopped by SIGTERM.
  case terminated = 143
}

extension ExitCode {
  /// The code as the argument parser throws it, for commands that end without an error text.
  var argumentParserCode: ArgumentParser.ExitCode { ArgumentParser.ExitCode(rawValue) }
}
