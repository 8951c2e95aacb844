import Codecs
public import Pipeline

/// The batch scripts of a data set: text that people may read, edit and submit themselves.
public struct SlurmJob: Hashable, Sendable {
  /// Shell words that start the program.
  public var program: String
  /// Absolute path of the pipeline file.
  public var pipeline: String
  /// Absolute path of the data set.
  public var output: String
  /// The folder that relative paths of overrides start at.
  public var folder: String
  /// Overrides of settings, `key=value`.
  public var overrides: [String]
  /// The plan's kernels, as `PSEUDOBOX_KERNELS` asks for them: nodes may differ.
  public var kernels: String
  /// The label set's name.
  public var labelSet: String
  /// Units of one task.
  public var perTask: Int
  /// Worker threads of a task; `nil` takes the CPUs that Slurm gives it.
  public var threads: Int?
  /// How often a task is started again.
  public var restartsMax: Int

  /// Creates the job.
  public init(
    program: String, pipeline: String, output: String, folder: String, overrides: [String],
    kernels: String, labelSet: String, perTask: Int, threads: Int?, restartsMax: Int
  ) {
    self.program = program
    self.pipeline = pipeline
    self.output = output
    self.folder = folder
    self.overrides = overrides
    self.kernels = kernels
    self.labelSet = labelSet
    self.perTask = perTask
    self.threads = threads
    self.restartsMax = restartsMax
  }

  /// One of the steps, in the order in which they depend on each other.
  public enum Step: String, CaseIterable, Sendable {
    case regions, labels, finish
  }

  /// Folder of the scripts.
  public var scripts: String { "\(output)/slurm" }
  /// Folder of what the jobs print.
  public var logs: String { "\(scripts)/logs" }

  /// Path of a step's script.
  public func script(of step: Step) -> String { "\(scripts)/\(step.rawValue).sbatch" }

  /// The step's job name: the same for every submission of this data set, and for no other.
  public func name(of step: Step) -> String { Self.name(of: step, output: output) }

  /// The name of a step's job over the data set with the absolute path `output`.
  public static func name(of step: Step, output: String) -> String {
    "pseudobox-\(step.rawValue)-\(SHA256Digest(of: Array(output.utf8)).hex.prefix(8))"
  }

  /// The script of `step`.
  public func text(of step: Step) -> String {
    switch step {
    case .regions, .labels: head(of: step) + worker(step)
    case .finish: head(of: step) + finish
    }
  }

  private func head(of step: Step) -> String {
    let log = step == .finish ? "finish-%j.log" : "\(step.rawValue)-%A_%a.log"
    // A warning before the time limit leaves time to stop and to be put back into the queue.
    let signal = step == .finish ? "" : "\n#SBATCH --signal=B:USR1@60"
    // Quotes are taken off by sbatch; a percent sign would begin a pattern.
    let logs = logs.replacing("%", with: "%%")
    return """
      #!/bin/bash
      #SBATCH --job-name=\(name(of: step))
      #SBATCH --requeue
      #SBATCH --open-mode=append
      #SBATCH --output="\(logs)/\(log)"\(signal)

      """
  }

  private func command(_ subcommand: String) -> String {
    ([program, subcommand, Self.quoted(pipeline), "--output", Self.quoted(output)]
      + overrides.flatMap { ["--set", Self.quoted($0)] }).joined(separator: " ")
  }

  private var threadsText: String {
    threads.map(String.init) ?? #""${SLURM_CPUS_PER_TASK:-${SLURM_CPUS_ON_NODE:-1}}""#
  }

  private func worker(_ step: Step) -> String {
    let labelSet = step == .labels ? " --label-set \(labelSet)" : ""
    return #"""
      # Written by `pseudobox slurm submit`. By hand, the argument being what is added to the indices:
      #   sbatch --array=$(\#(program) missing \#(Self.quoted(output)) --pass \#(step.rawValue)\#(labelSet) \
      #     --format slurm --per-task \#(perTask)) \#(script(of: step)) 0
      restarts_max=\#(restartsMax)
      # The array's index is the task's number, whatever the shell that submitted it has set.
      unset PSEUDOBOX_UNIT
      export PSEUDOBOX_KERNELS=\#(kernels)

      cd \#(Self.quoted(folder)) || exit 66
      \#(command(step.rawValue)) \
        --units-from-env --per-task \#(perTask) --task-offset "${1:-0}" \
        --threads \#(threadsText) --progress plain &
      worker=$!
      # Slurm's warning and its end both ask the worker to stop at the next image; it ends with 75.
      trap 'interrupted=1; kill -USR1 "$worker" 2>/dev/null' USR1 TERM
      interrupted=1
      while [ "$interrupted" -eq 1 ]; do
        interrupted=0
        wait "$worker"
        code=$?
      done

      # Again after 74 (input/output), 75 (stopped) and signals; never after 64 (usage), 65 (bad data),
      # 66 (missing input), 70 (bug) and 78 (configuration), which would end the same way.
      case $code in
        74 | 75) again=1 ;;
        *) again=$((code > 128)) ;;
      esac
      task=${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}
      if [ "$again" -eq 1 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "$restarts_max" ] &&
        scontrol show job --oneliner "$task" | grep -q 'JobState=RUNNING'; then
        # Not when somebody has cancelled it: then it is not RUNNING any more.
        echo "task $task ended with $code: back into the queue"
        scontrol requeue "$task" && sleep 60
      fi
      exit "$code"

      """#
  }

  private var finish: String {
    #"""
    # Written by `pseudobox slurm submit`: index and report, when all units are there.
    export PSEUDOBOX_KERNELS=\#(kernels)
    cd \#(Self.quoted(folder)) || exit 66
    missing=$(\#(program) missing \#(Self.quoted(output)) --format slurm) || exit
    missing=$missing$(\#(program) missing \#(Self.quoted(output)) --format slurm \
      --pass labels --label-set \#(labelSet)) || exit
    if [ -n "$missing" ]; then
      echo "units are missing: $missing" >&2
      exit 75
    fi
    exec \#(command("report")) --threads \#(threadsText) --progress plain

    """#
  }

  /// `text` as one word of a shell.
  public static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "/._-=:,+@".utf8.contains(byte)
    }
    if isPlain, !text.isEmpty { return text }
    return "'" + text.replacing("'", with: #"'\''"#) + "'"
  }

  /// What is to be submitted for the missing units of both passes, in order.
  ///
  /// Labels wait for regions, and the last step for all; it is submitted alone when only index or
  /// report are missing, and nothing is when all is there.
  public func submissions(
    regions: UnitSelection, labels: UnitSelection, isFinished: Bool, arraySizeMax: Int
  ) -> [SlurmSubmission] {
    var all: [SlurmSubmission] = []
    for (step, units) in [(Step.regions, regions), (.labels, labels)] {
      let arrays = SlurmArray.arrays(of: units.tasks(perTask: perTask), sizeMax: arraySizeMax)
      let before = all.indices
      all += arrays.map { SlurmSubmission(step: step, array: $0, after: Array(before)) }
    }
    if !all.isEmpty || !isFinished {
      all.append(SlurmSubmission(step: .finish, array: nil, after: Array(all.indices)))
    }
    return all
  }
}
