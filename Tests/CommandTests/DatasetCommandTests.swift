import Foundation
import Testing

/// The commands that work on a finished data set alone.
@Suite(.serialized)
struct DatasetCommandTests {
  private let job: SmallJob

  init() throws {
    job = try SmallJob(images: 5, unitImages: 2)
    let result = try job.run()
    #expect(result.code == 0, "\(result.errors)")
  }

  private func run(_ arguments: String..., under: [String] = []) throws -> Program.Result {
    try Program.run(arguments, in: job.folder, under: under)
  }

  private func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: job.folder.appending(path: path))
  }

  private func json(_ result: Program.Result) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func `the index is made again from the shards alone, byte for byte`() throws {
    let index = try job.files("out", ["index.db"])
    for path in ["out/plan.json", "out/concepts", "out/index.db", "out/stats", "out/report"] {
      try remove(path)
    }
    // Two shards and the index are open at a time, however many units there are.
    let built = try run(
      "index", "--rebuild", "out", under: ["sh", "-c", "ulimit -n 20; \"$0\" \"$@\""])
    #expect(built.code == 0 && built.output.contains("built, 5 images"), "\(built.errors)")
    #expect(try job.files("out", ["index.db"]) == index)
    let again = try run("index", "--rebuild", "--output", "out", "--add-only")
    #expect(again.code == 0 && again.output.contains("unchanged"))
    #expect(try run("index", "--rebuild").code == 64)
    #expect(try run("index", "job.yaml").code == 64)
    #expect(try run("index", "--rebuild", "none").code == 66)
  }

  @Test func `with several label sets a rebuild asks which one`() throws {
    #expect(try job.run(["--set", "labels.top_concepts=2"]).code == 0)
    let index = try job.files("out", ["index.db"])
    let sets = try FileManager.default.contentsOfDirectory(
      atPath: job.folder.appending(path: "out/labels").path)
    #expect(try run("index", "--rebuild", "out").code == 0, "the index says which")
    #expect(try job.files("out", ["index.db"]) == index)
    try remove("out/index.db")
    let open = try run("index", "--rebuild", "out")
    #expect(open.code == 64 && sets.allSatisfy { open.errors.contains($0) }, "\(open.errors)")
    for set in sets {
      #expect(try run("index", "--rebuild", "out", "--label-set", set).code == 0)
    }
    #expect(try run("verify", "out").code == 0)
    for set in sets {
      // Held as a writer in another container holds it: no process here has the name's number.
      let name = "out/labels/\(set)/.tmp-elsewhere-2147483000-1-set.json"
      try job.write(name, "begun")
      let writer = try FileHandle(forWritingTo: job.folder.appending(path: name))
      #expect(flock(writer.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
      let busy = try run("gc", "out", "--superseded-labels", "--foreign-hours", "0", "--dry-run")
      #expect(busy.code == 0, "\(busy.errors)")
      #expect(busy.output.contains("0 to remove") == busy.output.contains("being written"))
      #expect(busy.output.contains("being written") == (set != sets.last))
      try writer.close()
      try remove(name)
    }
    let dry = try run("gc", "out", "--superseded-labels", "--dry-run")
    #expect(dry.code == 0 && dry.output.contains("would remove out/labels/"), "\(dry.output)")
    #expect(try run("gc", "out", "--superseded-labels").code == 0)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: job.folder.appending(path: "out/labels").path)
    #expect(left.count == 1)
    #expect(try run("verify", "out").code == 0)
  }

  @Test func `what inspect tells is what the shards hold, as text and as JSON`() throws {
    let image = try json(run("inspect", "image", "out", "000000000002.jpg", "--json"))
    let regions = try #require(image["regions"] as? [[String: Any]])
    #expect(image["key"] as? String == "000000000002.jpg" && !regions.isEmpty)
    let concepts = try #require(regions[0]["concepts"] as? [[String: Any]])
    let name = try #require(concepts[0]["name"] as? String)
    let concept = try json(run("inspect", "concept", "out", name, "--top", "50", "--json"))
    let nearest = try #require(concept["nearest"] as? [[String: Any]])
    #expect(
      nearest.contains { $0["key"] as? String == "000000000002.jpg" && $0["region"] as? Int == 0 })
    let scores = nearest.compactMap { $0["score"] as? Double }
    #expect(scores == scores.sorted(by: >) && scores.count == nearest.count)
    let unit = try json(run("inspect", "unit", "out", "2", "--json"))
    #expect(unit["images"] as? Int == 1 && unit["first_image"] as? Int == 4)
    #expect((unit["shards"] as? [Any])?.count == 2)
    #expect(try run("inspect", "unit", "out", "2").output.hasPrefix("unit 2: images 4..<5"))
    #expect(try run("inspect", "image", "out", "000000000002.jpg").output.contains(name))
    for missing in [["unit", "out", "5"], ["image", "out", "x"], ["concept", "out", "x"]] {
      #expect(try Program.run(["inspect"] + missing, in: job.folder).code == 64)
    }
  }

  @Test func `verify compares the index with the shards, and shards with the plan`() throws {
    let good = try run("verify", "out")
    #expect(good.code == 0 && good.output.contains("6 shards read, 10 records, an index, 0"))
    // A unit more than planned, and the index does not know it.
    let folder = job.folder.appending(path: "out/regions")
    try FileManager.default.copyItem(
      at: folder.appending(path: "unit-00000002.plr.zst"),
      to: folder.appending(path: "unit-00000003.plr.zst"))
    let extra = try run("verify", "out")
    #expect(extra.code == 65 && extra.output.contains("expected the file name unit-00000002"))
    try remove("out/regions/unit-00000003.plr.zst")
    try remove("out/plan.json")
    let planless = try run("verify", "out")
    #expect(planless.code == 65 && planless.output.contains("plan.json: missing"))
    #expect(planless.output.contains("1 problems"), "\(planless.output)")
    #expect(try run("verify", "nothing").code == 66)
  }

  @Test func `verify goes on after a file that cannot be read`() throws {
    try remove("out/regions/unit-00000000.plr.zst")
    try FileManager.default.createDirectory(
      at: job.folder.appending(path: "out/regions/unit-00000000.plr.zst"),
      withIntermediateDirectories: true)
    let found = try run("verify", "out")
    #expect(found.code == 65 && found.output.contains("6 shards read"), "\(found.output)")
    #expect(found.output.contains("1 problems") && found.output.contains("are not compared"))
  }

  @Test func `verify compares labels with regions where no index names their set`() throws {
    try remove("out/index.db")
    #expect(try run("verify", "out").code == 0)
    // Records of other images, in a shard of the right unit, settings and length.
    let labels = try job.files("out", ["labels"]).keys.filter { $0.hasSuffix(".plr.zst") }.sorted()
    let other = try SmallJob(images: 6, unitImages: 2)
    try FileManager.default.removeItem(
      at: other.folder.appending(path: "images/000000000001.jpg"))
    #expect(try other.run().code == 0)
    let theirs = try other.files("out", ["labels"])
    let name = try #require(theirs.keys.filter { $0.hasSuffix("unit-00000000.plr.zst") }.first)
    try #require(theirs[name]).write(to: job.folder.appending(path: "out/\(labels[0])"))
    try remove("out/plan.json")
    let found = try run("verify", "out")
    #expect(found.code == 65 && found.output.contains("is not of image"), "\(found.output)")
  }

  @Test func `gc removes what dead writers left and nothing else`() throws {
    let before = try job.files("out", [""])
    let sets = try FileManager.default.contentsOfDirectory(
      atPath: job.folder.appending(path: "out/stats/labels").path)
    let stats = "stats/labels/\(sets[0])/.tmp-elsewhere-4-1-unit-00000000.json"
    for name in [
      "regions/.tmp-elsewhere-4-1-unit-00000000.plr.zst", "stats/.tmp-mine", stats,
    ] {
      try job.write("out/\(name)", "left")
    }
    let young = try run("gc", "out")
    #expect(young.code == 0 && young.output.contains("0 removed, 0 bytes, 3 kept"))
    let dry = try run("gc", "out", "--foreign-hours", "0", "-n")
    #expect(dry.code == 0 && dry.output.contains("2 to remove, 8 bytes, 1 kept"), "\(dry.output)")
    let done = try run("gc", "out", "--foreign-hours", "0")
    #expect(done.code == 0 && done.output.contains("2 removed"))
    try remove("out/stats/.tmp-mine")
    #expect(try job.files("out", [""]) == before)
    #expect(try run("gc", "nothing").code == 66)
  }

  @Test func `salvage saves the good records and names the loss`() throws {
    let shard = job.folder.appending(path: "out/regions/unit-00000001.plr.zst")
    var bytes = try Data(contentsOf: shard)
    bytes[bytes.count / 2] ^= 4
    try bytes.write(to: shard)
    let saved = try run("salvage", "out/regions/unit-00000001.plr.zst")
    #expect(saved.code == 0 && saved.output.contains("1 of 2 records"), "\(saved.output)")
    #expect(saved.output.contains("lost: record"))
    #expect(try Data(contentsOf: shard) == bytes)
    #expect(
      try job.files("out", ["regions"]).keys.contains("regions/salvaged-unit-00000001.plr.zst"))
    #expect(try run("salvage", "none.plr.zst").code == 66)
    // The new file is no shard of the data set: the unit is made again as before.
    try FileManager.default.removeItem(at: shard)
    #expect(try job.run().code == 0)
    #expect(try run("verify", "out").code == 0)
  }
}

struct ManyWorkersTests {
  @Test func `eight processes on one unit leave one shard of each pass and no other file`() throws {
    let job = try SmallJob(images: 3, unitImages: 3)
    func start(_ number: Int, output: String) throws -> Process {
      let folder = job.folder.appending(path: "worker\(number)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try Program.start(
        ["run", "../job.yaml", "--output", output, "--progress", "none", "--threads", "1"],
        in: folder)
    }
    let one = try start(0, output: "../alone")
    one.waitUntilExit()
    #expect(one.terminationStatus == 0)
    let processes = try (0..<8).map { try start($0, output: "../shared") }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let (shared, alone) = (try job.promised("shared"), try job.promised("alone"))
    #expect(shared.keys.sorted() == alone.keys.sorted())
    for (name, bytes) in alone { #expect(shared[name] == bytes, "\(name)") }
    #expect(try job.files("shared", [""]).keys.allSatisfy { !$0.contains(".tmp-") })
  }
}
