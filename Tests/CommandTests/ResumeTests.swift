import Foundation
import Testing

@Suite(.serialized)
struct ResumeTests {
  @Test func `bytes are the same for 1, 2 and 4 threads, and running again writes nothing`() throws
  {
    let job = try SmallJob(images: 18)
    for threads in ["1", "2", "4"] {
      let result = try job.run(output: "out\(threads)", ["--threads", threads])
      #expect(result.code == 0, "\(result.errors)")
    }
    let one = try job.promised("out1")
    #expect(one.keys.filter { $0.hasSuffix(".plr.zst") }.count == 10, "5 units in each pass")
    #expect(one["index.db"] != nil)
    #expect(try job.promised("out2") == one)
    #expect(try job.promised("out4") == one)

    let before = try dates(job, "out1")
    #expect(try job.run(output: "out1").code == 0)
    #expect(try dates(job, "out1") == before)
    #expect(try job.promised("out1") == one, "the report too, though the pool was reused")
  }

  @Test func `kill -9 at any moment loses no finished unit and changes no byte`() throws {
    let job = try SmallJob(images: 24, unitImages: 2)
    #expect(try job.run(output: "whole").code == 0)
    let whole = try job.promised("whole")
    var random = SystemRandomNumberGenerator()
    var kills = 0
    for _ in 0..<40 {
      let shards = shardNames(job, "killed")
      let process = try Program.start(
        ["run", "job.yaml", "--output", "killed", "--progress", "none", "--threads", "2"],
        in: job.folder)
      Thread.sleep(forTimeInterval: Double.random(in: 0.01..<1.2, using: &random))
      if process.isRunning {
        kill(process.processIdentifier, SIGKILL)
        kills += 1
      }
      process.waitUntilExit()
      #expect(shardNames(job, "killed").isSuperset(of: shards))
      if process.terminationReason == .exit { break }
    }
    let last = try job.run(output: "killed")
    #expect(last.code == 0, "\(last.errors)")
    #expect(try job.promised("killed") == whole, "after \(kills) kills")
    let left = try job.files("killed", [""]).keys.filter { $0.contains(".tmp-") }
    #expect(left.isEmpty, "the last run cleans what killed ones left")
  }

  @Test func `SIGTERM ends with 143 and the next run continues`() throws {
    let job = try SmallJob(images: 24, unitImages: 1)
    let process = try Program.start(
      ["run", "job.yaml", "--output", "out", "--threads", "1", "--progress", "none"],
      in: job.folder)
    let deadline = Date(timeIntervalSinceNow: 60)
    while shardNames(job, "out").isEmpty, process.isRunning, Date() < deadline {
      Thread.sleep(forTimeInterval: 0.005)
    }
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 143)
    let kept = shardNames(job, "out")
    #expect(!kept.isEmpty)
    #expect(try job.run().code == 0)
    #expect(shardNames(job, "out").isSuperset(of: kept))
  }

  @Test func `a data set planned with other settings is refused by name`() throws {
    let job = try SmallJob(images: 4)
    #expect(try job.run().code == 0)
    let before = try job.promised()
    let result = try job.run(["--set", "regions.chain.top=5"])
    #expect(result.code == 78)
    #expect(result.errors.contains("settings of the regions pass"))
    #expect(try job.promised() == before)
  }

  @Test func `another list of as many images is not given the regions of the old one`() throws {
    let job = try SmallJob(images: 5, unitImages: 2)
    let (first, last) = ("images/000000000001.jpg", "images/000000000005.jpg")
    func move(_ name: String, back: Bool) throws {
      let (here, aside) = (job.folder.appending(path: name), job.folder.appending(path: "aside"))
      try FileManager.default.moveItem(at: back ? aside : here, to: back ? here : aside)
    }
    func lists() throws -> [String] {
      try FileManager.default.contentsOfDirectory(
        atPath: job.folder.appending(path: "images").path
      ).sorted()
    }
    try move(first, back: false)
    #expect(try job.run().code == 0)
    let before = try job.files("out", ["regions", "labels"])
    let kept = try lists()
    try FileManager.default.removeItem(at: job.folder.appending(path: last))
    try move(first, back: true)
    #expect(try lists() != kept && lists().count == kept.count)
    try FileManager.default.removeItem(at: job.folder.appending(path: "out/plan.json"))
    let result = try job.run()
    #expect(result.code != 0 && result.errors.contains("of record 0"), "\(result.errors)")
    // The regions pass alone, which reads no record, refuses them too.
    let alone = try job.run("regions")
    #expect(alone.code == 65 && alone.errors.contains("of record 0"), "\(alone.errors)")
    #expect(try job.files("out", ["regions", "labels"]) == before)
    let verified = try Program.run(["verify", "out"], in: job.folder)
    #expect(verified.code == 65 && verified.output.contains("images are not those of the plan"))
  }

  @Test func `a concept rule that gives the same pool leaves the label set alone`() throws {
    let job = try SmallJob(images: 4)
    #expect(try job.run().code == 0)
    let before = try job.files("out", ["regions", "labels"])
    let result = try job.run(["--set", "concepts.top=10000"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(try job.files("out", ["regions", "labels"]) == before)
  }

  @Test func `other captions make another label set and leave the regions alone`() throws {
    let job = try SmallJob(images: 2)
    #expect(try job.run().code == 0)
    let before = try job.files("out", ["regions"])
    for captions in [["a cat"], ["a dog", "a cat"], ["", "a red bus"]] {
      let annotations = captions.enumerated().map { number, text in
        #"{"id":\#(number),"image_id":1,"caption":"\#(text)"}"#
      }
      try job.write(
        "captions.json",
        """
        {"images":[{"id":1,"file_name":"000000000001.jpg"},{"id":2,"file_name":"000000000002.jpg"}],
        "annotations":[\(annotations.joined(separator: ","))]}
        """)
      let result = try job.run(["--set", "input.captions=captions.json"])
      #expect(result.code == 0, "\(captions): \(result.errors)")
    }
    #expect(try job.files("out", ["regions"]) == before)
    let sets = try FileManager.default.contentsOfDirectory(
      atPath: job.folder.appending(path: "out/labels").path)
    #expect(sets.count == 4)
  }

  @Test func `two processes on one data set end with the same bytes`() throws {
    let job = try SmallJob(images: 12, unitImages: 2)
    let folders = try ["a", "b"].map { name in
      let folder = job.folder.appending(path: name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return folder
    }
    let alone = try Program.run(
      ["run", "../job.yaml", "--output", "../alone", "--progress", "none"], in: folders[0])
    #expect(alone.code == 0)
    let processes = try folders.map { folder in
      try Program.start(
        ["run", "../job.yaml", "--output", "../both", "--progress", "none"], in: folder)
    }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try job.promised("both") == job.promised("alone"))
  }

  @Test func `new label settings make a second label set and leave the regions alone`() throws {
    let job = try SmallJob(images: 4)
    #expect(try job.run().code == 0)
    let before = try job.files("out", ["regions"])
    #expect(try job.run(["--set", "labels.top_concepts=2"]).code == 0)
    #expect(try job.files("out", ["regions"]) == before)
    let sets = try FileManager.default.contentsOfDirectory(
      atPath: job.folder.appending(path: "out/labels").path)
    #expect(sets.count == 2)
  }

  private func shardNames(_ job: SmallJob, _ output: String) -> Set<String> {
    // Names only: temporary files go while a program runs.
    Set(
      ["regions", "labels"].flatMap { part in
        let folder = job.folder.appending(path: "\(output)/\(part)").path
        return FileManager.default.enumerator(atPath: folder)?
          .compactMap { ($0 as? String).map { "\(part)/\($0)" } } ?? []
      }.filter { $0.hasSuffix(".plr.zst") && !$0.contains(".tmp-") })
  }

  private func dates(_ job: SmallJob, _ output: String) throws -> [String: Date] {
    var dates: [String: Date] = [:]
    for name in try job.promised(output).keys where !name.hasPrefix("report/") {
      let path = job.folder.appending(path: "\(output)/\(name)").path
      dates[name] =
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    return dates
  }
}
