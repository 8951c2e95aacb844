/// Slurm does not do what it was asked.
public enum SlurmError: Error, Hashable, Sendable {
  /// A command of Slurm cannot be started.
  case notInstalled(command: String)
  /// A command of Slurm failed.
  case failed(command: String, code: Int32, text: String)
  /// Some jobs are in the queue, and a later one was refused.
  case partlySubmitted(jobs: [String], cause: String)
  /// Jobs of this data set are in the queue.
  case alreadyQueued(name: String, jobs: [String])
}

extension SlurmError: CustomStringConvertible {
  /// For people: what, expected, found, what to do.
  public var description: String {
    switch self {
    case .notInstalled(let command):
      "\(command) cannot be started: this needs a machine from which Slurm jobs are submitted. "
        + "With --write-only the scripts are written and nothing is submitted."
    case .failed(let command, let code, let text):
      "\(command) ended with \(code): \(text)"
    case .partlySubmitted(let jobs, let cause):
      "\(cause)\nSubmitted before that and in the queue: jobs \(jobs.joined(separator: ", ")). "
        + "Cancel them, or let them end and submit again."
    case .alreadyQueued(let name, let jobs):
      "jobs called \(name) are in the queue already: \(jobs.joined(separator: ", ")). "
        + "Wait for them, or cancel them with `scancel --name=\(name)`."
    }
  }
}
