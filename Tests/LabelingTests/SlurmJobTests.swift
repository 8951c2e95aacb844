import Foundation
import Labeling
import Pipeline
import Testing

struct SlurmJobTests {
  private func job(output: String = "/data/out", perTask: Int = 1) -> SlurmJob {
    SlurmJob(
      program: "pseudobox", pipeline: "/data/my.yaml", output: output, folder: "/home/me",
      overrides: ["labels.top_concepts=10", "report.title=it's 100 %"], kernels: "avx2",
      labelSet: "0123456789ab",
      perTask: perTask, threads: nil, restartsMax: 5)
  }

  @Test func `arrays hold every task once and no index beyond the limit`() {
    for bits in 1..<(1 << 10) {
      let tasks = UnitSelection((0..<10).filter { bits >> $0 & 1 == 1 })
      for limit in 1...11 {
        let arrays = SlurmArray.arrays(of: tasks, sizeMax: limit)
        let found = arrays.flatMap { array in array.indices.numbers.map { $0 + array.offset } }
        #expect(found == Array(tasks.numbers), "\(tasks) below \(limit)")
        #expect(arrays.allSatisfy { $0.indices.numbers.allSatisfy { $0 < limit } })
        #expect(arrays.allSatisfy { $0.offset % limit == 0 })
        #expect(Set(arrays.map(\.offset)).count == arrays.count, "as few arrays as possible")
      }
    }
  }

  @Test func `a long list of gaps is cut into several arrays`() {
    let tasks = UnitSelection(stride(from: 0, to: 40_000, by: 2))
    let arrays = SlurmArray.arrays(of: tasks, sizeMax: 100_000)
    #expect(arrays.count > 1)
    #expect(arrays.allSatisfy { $0.indices.description.utf8.count <= 60_000 })
    #expect(arrays.flatMap { Array($0.indices.numbers) } == Array(tasks.numbers))
  }

  @Test func `labels wait for regions, the end waits for all, and nothing is done twice`() throws {
    let job = job(perTask: 2)
    let (some, more) = (UnitSelection([0, 1, 7]), UnitSelection([3]))
    func steps(_ regions: UnitSelection, _ labels: UnitSelection, _ isFinished: Bool) -> [String] {
      job.submissions(
        regions: regions, labels: labels, isFinished: isFinished, arraySizeMax: 3
      ).map { submission in
        submission.arguments(
          of: job, jobs: ["11", "12", "13"], throttle: 8, options: ["--mem=1G"]
        ).joined(separator: " ")
      }
    }
    #expect(
      steps(some, more, false) == [
        "--parsable --mem=1G --array=0%8 /data/out/slurm/regions.sbatch 0",
        "--parsable --mem=1G --array=0%8 /data/out/slurm/regions.sbatch 3",
        "--parsable --mem=1G --array=1%8 --dependency=afterok:11:12 --kill-on-invalid-dep=yes "
          + "/data/out/slurm/labels.sbatch 0",
        "--parsable --mem=1G --dependency=afterok:11:12:13 --kill-on-invalid-dep=yes "
          + "/data/out/slurm/finish.sbatch",
      ])
    let none = UnitSelection([])
    #expect(steps(none, none, false) == ["--parsable --mem=1G /data/out/slurm/finish.sbatch"])
    #expect(steps(none, none, true) == [])
  }

  @Test func `scripts are shell, and hostile paths stay words`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for output in ["/data/out", "/data/it's $(touch x) `y` \"z\" 100%"] {
      for step in SlurmJob.Step.allCases {
        let path = folder.appending(path: step.rawValue).path
        try job(output: output).text(of: step).write(
          toFile: path, atomically: true, encoding: .utf8)
        #expect(try status("/bin/bash", ["-n", path]) == 0, "\(output) \(step)")
      }
    }
    for text in ["", "plain", "it's", "a b", "$(x)", "\\", "ü", "'", "-", "!~*"] {
      let code = try status(
        "/bin/bash", ["-c", "[ \(SlurmJob.quoted(text)) = \"$1\" ]", "bash", text])
      #expect(code == 0, "\(text)")
    }
  }

  /// The script with stand-ins for the program and for Slurm: what becomes of each exit code.
  @Test(arguments: [
    (0, false), (64, false), (65, false), (66, false), (70, false), (74, true), (75, true),
    (78, false), (130, true), (137, true), (143, true),
  ])
  func `what may end otherwise goes back into the queue, at most so many times`(
    _ code: Int, _ isAgain: Bool
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws -> String {
      let path = folder.appending(path: name).path
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      return path
    }
    let program = try write(
      "program", "#!/bin/bash\necho \"$@\" >>\(folder.path)/words\nexit \(code)\n")
    _ = try write(
      "scontrol",
      """
      #!/bin/bash
      case $1 in
        show) echo "JobId=5 JobState=$STATE Requeue=1" ;;
        requeue) echo "$2" >>\(folder.path)/requeued ;;
      esac
      """)
    _ = try write("sleep", "#!/bin/bash\n")
    var job = self.job()
    job.program = program
    job.folder = folder.path
    let script = try write("script", job.text(of: .regions))
    for (restarts, state, expected) in [
      (4, "RUNNING", isAgain), (5, "RUNNING", false), (0, "CANCELLED", false),
    ] {
      try? FileManager.default.removeItem(at: folder.appending(path: "requeued"))
      let found = try status(
        "/usr/bin/env",
        [
          "PATH=\(folder.path):/usr/bin:/bin", "SLURM_ARRAY_JOB_ID=9", "SLURM_ARRAY_TASK_ID=3",
          "SLURM_RESTART_COUNT=\(restarts)", "STATE=\(state)", "bash", script, "14",
        ])
      #expect(found == Int32(code))
      let requeued = try? String(
        contentsOf: folder.appending(path: "requeued"), encoding: .utf8)
      #expect(requeued == (expected ? "9_3\n" : nil), "\(code) \(restarts) \(state)")
    }
    let words = try String(contentsOf: folder.appending(path: "words"), encoding: .utf8)
    #expect(
      words.hasPrefix(
        "regions /data/my.yaml --output /data/out --set labels.top_concepts=10 "
          + "--set report.title=it's 100 % --units-from-env --per-task 1 --task-offset 14 "
          + "--threads 1 --progress plain\n"), "\(words)")
  }

  private func status(_ command: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: command)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
