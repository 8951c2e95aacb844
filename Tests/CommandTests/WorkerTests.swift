import Foundation
import Testing

/// Units of a frozen plan, done by workers, against one run that did all.
@Suite(.serialized)
struct WorkerTests {
  @Test func `workers over a frozen plan make the bytes of a single run, in any order`() throws {
    let job = try SmallJob(images: 5, unitImages: 2)
    #expect(try job.run(output: "whole").code == 0)

    let early = try job.run("regions", ["--units", "0"])
    #expect(early.code == 66 && early.errors.contains("pseudobox plan"), "\(early.errors)")
    #expect(try job.files("out", [""]).isEmpty, "a worker plans nothing")

    let planned = try job.run("plan", [])
    #expect(planned.code == 0 && planned.output.contains("3 of 2 images"), "\(planned)")
    let frozen = try job.files("out", [""])
    #expect(try job.run("plan", []).code == 0)
    #expect(try job.files("out", [""]) == frozen, "planning again changes nothing")
    #expect(frozen["/plan.json"] == (try job.promised("whole")["plan.json"]))

    let noRegions = try job.run("labels", ["--units", "2"])
    #expect(noRegions.code == 75 && noRegions.errors.contains("pseudobox regions"))

    let task = { (number: Int) in ["env", "SLURM_ARRAY_TASK_ID=\(number)"] }
    let env = ["--units-from-env", "--per-task", "2", "--task-offset", "1"]
    #expect(try job.run("regions", env, under: task(0)).code == 0)
    #expect(try units(job, "regions") == [2], "the second task of two units has the last alone")
    #expect(try job.run("regions", env, under: task(9)).code == 64)
    #expect(try job.run("regions", ["--units-from-env"]).code == 64)
    #expect(try job.run("regions", ["--units", "0,2"]).code == 0)
    #expect(try missing(job) == "1\n")
    #expect(try job.run("regions", ["--units", "1"]).code == 0)
    #expect(try missing(job) == "")
    #expect(try missing(job, ["--pass", "labels", "--format", "slurm"]) == "0-2\n")
    for units in ["2", "0-1"] {
      #expect(try job.run("labels", ["--units", units]).code == 0)
    }
    #expect(try job.run("report", []).code == 0)
    #expect(try job.promised() == job.promised("whole"))

    let dates = try shardDates(job)
    #expect(try job.run("regions", ["--units", "0-2"]).code == 0)
    #expect(try job.run("labels", ["--units", "0-2"]).code == 0)
    #expect(try shardDates(job) == dates, "done units are left alone")
    try FileManager.default.removeItem(
      at: job.folder.appending(path: "out/regions/unit-00000001.plr.zst"))
    #expect(try missing(job, ["--format", "json"]).contains(#""missing":[1]"#))
    #expect(try job.run("regions", ["--units", "0-2"]).code == 0)
    #expect(try job.promised() == job.promised("whole"))
  }

  @Test func `two workers with one unit end with the same bytes and no error`() throws {
    let job = try SmallJob(images: 4, unitImages: 2)
    #expect(try job.run("plan", []).code == 0)
    let folders = try ["a", "b"].map { name in
      let folder = job.folder.appending(path: name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return folder
    }
    let workers = try folders.map { folder in
      try Program.start(
        ["regions", "../job.yaml", "-o", "../out", "--units", "0-1", "--quiet"], in: folder)
    }
    for worker in workers {
      worker.waitUntilExit()
      #expect(worker.terminationStatus == 0)
    }
    #expect(try job.run(output: "whole").code == 0)
    #expect(try job.files("out", ["regions"]) == job.files("whole", ["regions"]))
  }

  @Test func `a worker with other settings, images or labels is refused by name`() throws {
    let job = try SmallJob(images: 4, unitImages: 2)
    #expect(try job.run("plan", []).code == 0)
    let frozen = try job.files("out", [""])
    func refused(_ command: String, _ more: [String], _ named: String) throws {
      let result = try job.run(command, ["--units", "0"] + more)
      #expect(result.code == 78, "\(more): \(result.errors)")
      #expect(result.errors.contains(named), "\(result.errors)")
      #expect(try job.files("out", [""]) == frozen, "nothing is written")
    }
    try refused(
      "regions", ["--set", "regions.chain.top=5"], "regions.chain.top: planned 8, now 5")
    try refused("regions", ["--set", "plan.unit_images=3"], "(plan.unit_images): planned 2, now 3")
    try refused(
      "labels", ["--set", "labels.top_concepts=2"], "labels.top_concepts: planned 5, now 2")
    try refused("labels", ["--set", "concepts.min_images=2"], "settings of the concepts pass")
    let program = try job.run(
      "regions", ["--units", "0"], under: ["env", "PSEUDOBOX_KERNELS=baseline"])
    #expect(program.code == 78 && program.errors.contains("kernels: planned"), "\(program.errors)")
    let image = "images/000000000002.jpg"
    try FileManager.default.moveItem(
      at: job.folder.appending(path: image), to: job.folder.appending(path: "images/a.jpg"))
    try refused("regions", [], "000000000002.jpg")
  }

  @Test func `units that are done by another list or an edited plan are refused`() throws {
    let job = try SmallJob(images: 4, unitImages: 2)
    #expect(try job.run("plan", []).code == 0)
    #expect(try job.run("regions", ["--units", "0-1"]).code == 0)
    let ratio = ["--set", "input.max_bad_ratio=0.5"]
    for pass in ["regions", "labels"] {
      let other = try job.run(pass, ["--units", "0-1"] + ratio)
      #expect(other.code == 0, "the limit of bad images changes nothing: \(other.errors)")
    }
    let plan = job.folder.appending(path: "out/plan.json")
    let text = try String(contentsOf: plan, encoding: .utf8)
    let first = text.replacing(#""first" : 2"#, with: #""first" : 1"#)
    #expect(first != text)
    try Data(first.utf8).write(to: plan)
    let edited = try job.run("regions", ["--units", "0-1"])
    #expect(edited.code != 0 && edited.errors.contains("do not cover"), "\(edited)")

    for name in ["plan.json", "inputs.list"] {
      try FileManager.default.removeItem(at: job.folder.appending(path: "out/\(name)"))
    }
    try FileManager.default.moveItem(
      at: job.folder.appending(path: "images/000000000001.jpg"),
      to: job.folder.appending(path: "images/000000000000.jpg"))
    #expect(try job.run("plan", []).code == 0)
    let done = try job.run("regions", ["--units", "0-1"])
    #expect(done.code == 65 && done.errors.contains("record 0"), "\(done)")
  }

  @Test func `SIGTERM stops a worker with 75, and what failed is told and forgotten`() throws {
    let job = try SmallJob(images: 12, unitImages: 1)
    #expect(try job.run("plan", []).code == 0)
    for (number, code) in [(SIGTERM, 75), (SIGUSR1, 75), (SIGINT, 130)] as [(Int32, Int32)] {
      let worker = try Program.start(
        ["regions", "job.yaml", "-o", "out", "--units", "0-11", "--threads", "1", "--quiet"],
        in: job.folder)
      let before = try units(job, "regions").count
      let deadline = Date(timeIntervalSinceNow: 60)
      while try units(job, "regions").count == before, worker.isRunning, Date() < deadline {
        Thread.sleep(forTimeInterval: 0.005)
      }
      kill(worker.processIdentifier, number)
      worker.waitUntilExit()
      #expect(worker.terminationReason == .exit && worker.terminationStatus == code)
    }
    let left = try #require(try (0..<12).first { try !units(job, "regions").contains($0) })
    let labels = try job.run("labels", ["--units", "\(left)"])
    #expect(labels.code == 75)
    let failed = try Program.run(["status", "out", "--json"], in: job.folder).output
    #expect(failed.contains(#""error":"out/regions"#), "\(failed)")
    #expect(try Program.run(["status", "out"], in: job.folder).output.contains("failed: \(left)"))
    #expect(try job.run("regions", ["--units", "\(left)"]).code == 0)
    #expect(try job.run("labels", ["--units", "\(left)"]).code == 0)
    let status = try Program.run(["status", "out", "--json"], in: job.folder).output
    #expect(status.components(separatedBy: #""failed":[]"#).count == 3, "\(status)")
    #expect(status.contains(#""label_set":"#) && status.contains(#""images":12"#))
  }

  private func missing(_ job: SmallJob, _ more: [String] = []) throws -> String {
    let result = try Program.run(["missing", "out"] + more, in: job.folder)
    #expect(result.code == 0, "\(result.errors)")
    return result.output
  }

  /// Units with a shard; names only, since temporary files come and go meanwhile.
  private func units(_ job: SmallJob, _ part: String) throws -> [Int] {
    let folder = job.folder.appending(path: "out/\(part)").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("unit-") }.compactMap { Int($0.dropFirst(5).prefix(8)) }
      .sorted()
  }

  private func shardDates(_ job: SmallJob) throws -> [String: Date] {
    var dates: [String: Date] = [:]
    for name in try job.files("out", ["regions", "labels"]).keys where name.hasSuffix(".zst") {
      let path = job.folder.appending(path: "out/\(name)").path
      dates[name] =
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    return dates
  }
}
