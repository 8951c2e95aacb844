/// One call of `sbatch`.
public struct SlurmSubmission: Hashable, Sendable {
  /// Whose script it is.
  public let step: SlurmJob.Step
  /// The array; `nil` for a single job.
  public let array: SlurmArray?
  /// Places of the submissions that must have succeeded before.
  public let after: [Int]

  /// Arguments of `sbatch`, given the jobs of earlier submissions; `options` are the site's.
  public func arguments(
    of job: SlurmJob, jobs: [String], throttle: Int?, options: [String]
  ) -> [String] {
    var arguments = ["--parsable"] + options
    if let array {
      arguments.append("--array=\(array.indices)" + (throttle.map { "%\($0)" } ?? ""))
    }
    if !after.isEmpty {
      arguments.append("--dependency=afterok:" + after.map { jobs[$0] }.joined(separator: ":"))
      // Otherwise a job whose predecessor failed would wait for ever.
      arguments.append("--kill-on-invalid-dep=yes")
    }
    arguments.append(job.script(of: step))
    if let array { arguments.append("\(array.offset)") }
    return arguments
  }
}
