import Foundation
import Testing

/// Rejected images that were mended, in a new generation of their units.
@Suite(.serialized)
struct RetryTests {
  private func url(_ job: SmallJob, _ path: String) -> URL { job.folder.appending(path: path) }

  @Test func `mended images give the bytes of a run that never missed them`() throws {
    let job = try SmallJob(images: 6, unitImages: 2)
    #expect(try job.run(output: "whole").code == 0)
    let (cut, empty, bad) = (
      "images/000000000001.jpg", "images/000000000003.jpg", "images/000000000004.jpg"
    )
    let kept = try [cut, empty, bad].map { try Data(contentsOf: url(job, $0)) }
    try kept[0].prefix(200).write(to: url(job, cut))
    try Data().write(to: url(job, empty))
    try Data("no picture".utf8).write(to: url(job, bad))
    let limit = ["--set", "input.max_bad_ratio=1"]
    #expect(try job.run(limit).code == 0)
    let before = try job.promised()

    func retry(_ more: [String] = []) throws -> Program.Result {
      try job.run("retry", limit + more)
    }
    let nothing = try retry()
    #expect(nothing.output == "3 rejected images, none has changed\n", "\(nothing)")
    #expect(try job.promised() == before)

    try kept[0].write(to: url(job, cut))
    try kept[1].write(to: url(job, empty))
    let looked = try retry(["--dry-run"])
    #expect(looked.output == "3 rejected images, 2 with another file now, in units 0-1\n")
    #expect(try job.promised() == before, "a dry run writes nothing")
    let some = try retry()
    #expect(some.code == 0 && some.output.contains("2 images mended, units 0-1 replaced"))
    let whole = try job.promised("whole")
    let now = try job.promised()
    for name in ["regions/unit-00000000.plr.zst", "regions/unit-00000002.plr.zst"] {
      #expect(now[name] == whole[name])
    }
    #expect(now["regions/unit-00000001.plr.zst"] != whole["regions/unit-00000001.plr.zst"])

    try kept[2].write(to: url(job, bad))
    #expect(try retry().output.contains("1 images mended, units 1 replaced"))
    #expect(try job.run("report", []).code == 0)
    #expect(try job.promised() == whole)
    #expect(try Program.run(["verify", "out"], in: job.folder).code == 0)
    #expect(!FileManager.default.fileExists(atPath: url(job, "out/regions/.next").path))
  }

  @Test func `a good image that has gone meanwhile is not lost, and a writer is respected`() throws
  {
    let job = try SmallJob(images: 4, unitImages: 2)
    let (bad, good) = ("images/000000000001.jpg", "images/000000000002.jpg")
    let kept = try Data(contentsOf: url(job, bad))
    try Data().write(to: url(job, bad))
    #expect(try job.run(["--set", "input.max_bad_ratio=1"]).code == 0)
    let before = try job.promised()
    try kept.write(to: url(job, bad))
    try Data("other".utf8).write(to: url(job, good))
    let result = try job.run("retry", [])
    #expect(result.code == 0)
    #expect(result.output.contains("unit 0 stays as it was: 000000000002.jpg was good"))
    #expect(try job.promised() == before)

    try Data(contentsOf: url(job, "images/000000000003.jpg")).write(to: url(job, good))
    let other = try job.run("retry", [])
    #expect(
      other.output.contains("unit 0 stays as it was: the file of 000000000002.jpg has changed"))
    #expect(try job.promised() == before)

    let writer = "out/regions/.tmp-elsewhere-7-1-unit-00000001.plr.zst"
    try Data("x".utf8).write(to: url(job, writer))
    let refused = try job.run("retry", [])
    #expect(refused.code == 75 && refused.errors.contains("somebody is writing"))
    try FileManager.default.removeItem(at: url(job, writer))
    #expect(try job.promised() == before)
  }

  @Test func `labels of other settings go only when that is asked for, and it is told`() throws {
    let job = try SmallJob(images: 2, unitImages: 1)
    let bad = url(job, "images/000000000001.jpg")
    let kept = try Data(contentsOf: bad)
    try Data().write(to: bad)
    let limit = ["--set", "input.max_bad_ratio=1"]
    #expect(try job.run(limit).code == 0)
    #expect(try job.run("labels", limit + ["--set", "labels.top_concepts=2"]).code == 0)
    let before = try job.promised()
    try kept.write(to: bad)
    let refused = try job.run("retry", limit)
    #expect(refused.code == 64 && refused.errors.contains("--drop-other-labels"))
    #expect(try job.promised() == before)
    let done = try job.run("retry", limit + ["--drop-other-labels"])
    #expect(done.code == 0 && done.output.contains("removed with them"), "\(done)")
    #expect(try job.files("out", ["labels"]).keys.count { $0.hasSuffix(".plr.zst") } == 3)
  }

  @Test func `kill -9 of a retry leaves old units or new ones, and the next one ends the work`()
    throws
  {
    let job = try SmallJob(images: 6, unitImages: 1)
    #expect(try job.run(output: "whole").code == 0)
    let whole = try job.promised("whole")
    let names = (1...6).map { "images/00000000000\($0).jpg" }
    let kept = try names.map { try Data(contentsOf: url(job, $0)) }
    for name in names.dropLast() { try Data().write(to: url(job, name)) }
    #expect(try job.run(["--set", "input.max_bad_ratio=1"]).code == 0)
    let old = try job.files("out", ["regions"])
    for (name, bytes) in zip(names, kept) { try bytes.write(to: url(job, name)) }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<6 {
      let process = try Program.start(
        ["retry", "job.yaml", "-o", "out", "--quiet"], in: job.folder)
      Thread.sleep(forTimeInterval: Double.random(in: 0.3..<2.5, using: &random))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      for (name, bytes) in try job.files("out", ["regions"]) where name.hasPrefix("regions/unit-") {
        #expect(bytes == old[name] || bytes == whole[name], "\(name)")
      }
    }
    let last = try job.run("retry", [])
    #expect(last.code == 0, "\(last.errors)")
    let parts = ["plan.json", "regions", "labels", "index.db"]
    #expect(try job.files("out", parts) == job.files("whole", parts), "without a report")
    #expect(try job.run("report", []).code == 0)
    #expect(try job.promised() == whole)
  }

  @Test func `a retry that was cut behind its last shard is ended by the next one`() throws {
    let job = try SmallJob(images: 4, unitImages: 2)
    #expect(try job.run().code == 0)
    let parts = ["plan.json", "regions", "labels", "index.db"]
    let whole = try job.files("out", parts)
    let label = try #require(
      whole.keys.first { $0.hasPrefix("labels/") && $0.contains("unit-00000001") })
    func cut() throws {
      try Data().write(to: url(job, "out/regions/.retried"))
      try FileManager.default.removeItem(at: url(job, "out/\(label)"))
      try FileManager.default.removeItem(at: url(job, "out/index.db"))
    }
    try cut()
    let looked = try job.run("retry", ["--dry-run"])
    #expect(looked.code == 0 && looked.output.contains("still to be made"), "\(looked)")
    #expect(try job.files("out", parts) != whole)
    let next = try job.run("retry", [])
    #expect(next.code == 0 && next.output.contains("that was cut were made"), "\(next)")
    #expect(try job.files("out", parts) == whole)
    let again = try job.run("retry", [])
    #expect(again.output == "0 rejected images, none has changed\n", "the mark is gone")

    try cut()
    #expect(try Program.run(["gc", "out"], in: job.folder).code == 0)
    #expect(try job.run("retry", []).code == 0)
    #expect(try job.files("out", parts) == whole, "gc leaves what the next retry has to know")
  }

  @Test func `what workers have yet to make is left to them`() throws {
    let job = try SmallJob(images: 6, unitImages: 2)
    #expect(try job.run(output: "whole").code == 0)
    let bad = url(job, "images/000000000001.jpg")
    let kept = try Data(contentsOf: bad)
    try Data("no picture".utf8).write(to: bad)
    #expect(try job.run("plan", []).code == 0)
    #expect(try job.run("regions", ["--units", "0"]).code == 0)
    try kept.write(to: bad)
    let retried = try job.run("retry", [])
    #expect(retried.code == 0 && retried.output.contains("units 0 replaced"), "\(retried)")
    #expect(retried.output.contains("pseudobox missing --pass labels"), "\(retried)")
    let left = { (pass: String) in
      try Program.run(["missing", "out", "--pass", pass], in: job.folder).output
    }
    #expect(try left("regions") == "1\n2\n")
    #expect(try left("labels") == "0\n1\n2\n")
    #expect(try job.run().code == 0)
    #expect(try job.promised() == job.promised("whole"))
  }

  @Test func `a command is run once for all rejected images of a unit`() throws {
    let job = try SmallJob(images: 6, unitImages: 3)
    for number in [1, 2, 3, 5] {
      try Data("no picture".utf8).write(to: url(job, "images/00000000000\(number).jpg"))
    }
    #expect(try job.shell("tar -C images -cf photos.tar $(ls images)") == 0)
    let set = ["--set", "input.images=pipe:echo >> runs; cat photos.tar"]
    func runs() throws -> Int {
      defer { try? FileManager.default.removeItem(at: url(job, "runs")) }
      return (try? Data(contentsOf: url(job, "runs")))?.count ?? 0
    }
    #expect(try job.run("plan", set).code == 0)
    #expect(try runs() == 1)
    #expect(try job.run("plan", set + ["--set", "input.max_bad_ratio=1"]).code == 0)
    #expect(try runs() == 0, "a list that kept to a narrow limit keeps to a wide one")
    let limit = set + ["--set", "input.max_bad_ratio=1"]
    #expect(try job.run("run", limit).code == 0)
    _ = try runs()
    let looked = try job.run("retry", limit + ["--dry-run"])
    #expect(looked.output == "4 rejected images, none has changed\n", "\(looked)")
    #expect(try runs() == 2, "two units with rejected images")
    #expect(try job.run("plan", set + ["--set", "input.max_bad_ratio=0"]).code == 0)
    #expect(try runs() == 1, "a narrower limit is held against the files")
  }

  @Test func `numbers for Prometheus are whole lines that its rules allow`() throws {
    let job = try SmallJob(images: 2)
    #expect(try job.run(["--metrics-file", "job.prom"]).code == 0)
    let text = try String(contentsOf: url(job, "job.prom"), encoding: .utf8)
    #expect(text.contains(#"pseudobox_items_done{pass="regions",noun="images"} 2.0"#), "\(text)")
    #expect(text.contains(#"pseudobox_finished{pass="labels",noun="images"} 1.0"#))
    let sample = /pseudobox_[a-z_]+(\{pass="[a-z ]+",noun="[a-z ]+"\})? -?[0-9.e+-]+/
    let comment = /# (HELP|TYPE) pseudobox_[a-z_]+ .+/
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      #expect(line.wholeMatch(of: sample) != nil || line.wholeMatch(of: comment) != nil, "\(line)")
    }
    #expect(text.hasSuffix("\n"))
    let names = try FileManager.default.contentsOfDirectory(atPath: job.folder.path)
    #expect(names.filter { $0.contains("prom") } == ["job.prom"])
    let unwritable = try job.run(["--metrics-file", "nowhere/job.prom"])
    #expect(unwritable.code == 0 && unwritable.errors.contains("metrics cannot be written"))
  }
}
