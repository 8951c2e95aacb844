import Foundation
import Testing

/// `pseudobox concepts build` and `merge` as processes of their own.
struct PoolCommandTests {
  /// Seven TSV files whose images run over from one into the next.
  private func corpus() throws -> (folder: URL, files: [String]) {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "pseudobox-pool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let things = ["dog", "cat", "fire hydrant", "table", "view", "man\t", "zorb mill", "skis"]
    var files: [String] = []
    for file in 0..<7 {
      var text = "image\tcaption\n"
      for line in 0..<90 {
        let number = file * 90 + line
        let thing = things[number * number % 7].replacing("\t", with: "")
        text +=
          "\(number / 4).jpg\tA \(thing) near two \(things[number % 5])s and a tree \(number).\n"
      }
      let name = "part-\(file).tsv"
      try Data(text.utf8).write(to: folder.appending(path: name))
      files.append(name)
    }
    return (folder, files)
  }

  private func contents(_ folder: URL) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      found[name] = try Data(contentsOf: folder.appending(path: name))
    }
    return found
  }

  @Test func `threads, order of files and parts change no byte of a pool`() throws {
    let (folder, files) = try corpus()
    defer { try? FileManager.default.removeItem(at: folder) }
    func run(_ arguments: [String]) throws {
      let result = try Program.run(["concepts"] + arguments + ["--quiet"], in: folder)
      #expect(result.code == 0, "\(arguments): \(result.errors)")
    }
    let select = ["--min-count", "2", "--remove", "cat"]
    try run(["build"] + files + ["--output", "whole", "--threads", "1"] + select)
    let expected = try contents(folder.appending(path: "whole"))
    #expect(
      Set(expected.keys) == [
        "pool.tsv", "pool.json", "noun_counts.txt", "concepts.txt", "collocations.tsv",
        "misspellings.tsv",
      ])
    let names = String(decoding: expected["concepts.txt"] ?? Data(), as: UTF8.self)
    #expect(names.contains("fire hydrant\n") && !names.contains("cat\n"))
    for threads in ["2", "8"] {
      try run(["build"] + files.reversed() + ["-o", "t\(threads)", "-t", threads] + select)
      #expect(try contents(folder.appending(path: "t\(threads)")) == expected)
    }
    for file in files { try run(["build", file, "--partial", file + ".counts"]) }
    try run(["merge"] + files.reversed().map { $0 + ".counts" } + ["-o", "parts"] + select)
    #expect(try contents(folder.appending(path: "parts")) == expected)
    try run(["merge"] + files.map { $0 + ".counts" } + ["--partial", "all.counts"])
    try run(["build"] + files + ["--partial", "once.counts", "-t", "3"])
    #expect(
      try Data(contentsOf: folder.appending(path: "all.counts"))
        == Data(contentsOf: folder.appending(path: "once.counts")))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".counting") }.isEmpty)
  }

  @Test func `a removed name cannot go without the synonyms it is counted with`() throws {
    let (folder, files) = try corpus()
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = [
      "concepts", "build", files[0], "-o", "pool", "--keep-synonyms", "--merge-synonyms",
    ]
    let result = try Program.run(words + ["--remove", "couch"], in: folder)
    #expect(result.code == 64)
    #expect(result.errors.contains("--keep-synonyms contradicts --merge-synonyms"))
    #expect(try Program.run(words + ["--min-count", "1", "--quiet"], in: folder).code == 0)
  }

  @Test func `the pool tells the names of the user's own files`() throws {
    let (folder, files) = try corpus()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "lists"), withIntermediateDirectories: true)
    try Data("tree, oak\n".utf8).write(to: folder.appending(path: "lists/same.txt"))
    let result = try Program.run(
      ["concepts", "build", files[0], "-o", "pool", "--min-count", "1", "--quiet"]
        + ["--synonyms", "lists/same.txt"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let json = try String(contentsOf: folder.appending(path: "pool/pool.json"), encoding: .utf8)
    #expect(json.contains("\"synonyms_file\": \"same.txt\""))
  }

  @Test func `captions come from the standard input too`() throws {
    let (folder, files) = try corpus()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Program.run(
      [
        "concepts", "build", "-", "--format", "tsv", "--output", "pool", "--min-count", "1",
        "--quiet",
      ],
      in: folder, under: ["sh", "-c", "cat \(files[0]) | \"$0\" \"$@\""])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("captions                90 "), "\(result.output)")
  }

  @Test func `mistakes are told with what to do`() throws {
    let (folder, files) = try corpus()
    defer { try? FileManager.default.removeItem(at: folder) }
    func run(_ arguments: [String]) throws -> Program.Result {
      try Program.run(["concepts"] + arguments, in: folder)
    }
    #expect(try run(["build"] + files).code == 64)
    #expect(try run(["build", files[0], "-o", "a", "--partial", "b"]).code == 64)
    #expect(try run(["build", files[0], "-o", "a", "--keep", "nonsense"]).code == 64)
    #expect(try run(["build", "none.tsv", "-o", "a"]).code == 66)
    let empty = try run(["build", files[0], "-o", "a", "--min-count", "100000"])
    #expect(empty.code == 65 && empty.errors.contains("pool is empty"), "\(empty.errors)")
    #expect(empty.errors.contains("--min-count") && !empty.errors.contains("concepts.min"))
    let other = try run(["merge", files[0], "-o", "a"])
    #expect(other.code == 65 && other.errors.contains("concepts build FILE --partial"))
    #expect(!other.errors.contains("remove"), "\(other.errors)")
    try Data("PBXCNT1\nnothing of the kind, but long enough to look at its end: nothing".utf8)
      .write(to: folder.appending(path: "bad.counts"))
    let bad = try run(["merge", "bad.counts", "-o", "a"])
    #expect(bad.code == 65 && bad.errors.contains("bad.counts: expected"), "\(bad.errors)")
  }

  @Test(.enabled(if: FullDisk.canMount, "needs the right to mount a small tmpfs"))
  func `a full disk ends with 74 and leaves no file under a final name`() throws {
    let (folder, files) = try corpus()
    defer { try? FileManager.default.removeItem(at: folder) }
    let mount = folder.appending(path: "full")
    try FileManager.default.createDirectory(at: mount, withIntermediateDirectories: true)
    let result = try FullDisk.run(
      kilobytes: 8, at: mount,
      ["concepts", "build"] + files + ["--partial", "full/all.counts", "--quiet"], in: folder)
    #expect(result.code == 74, "\(result.errors)")
    #expect(!result.output.split(separator: "\n").contains { $0.hasSuffix("all.counts") })
  }

  @Test func `own synonyms are merged, told when wrong, and no part of other counts`() throws {
    let (folder, files) = try corpus()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("cat, dog\n".utf8).write(to: folder.appending(path: "own.txt"))
    try Data("cat\n".utf8).write(to: folder.appending(path: "wrong.txt"))
    try Data("PBXCAP01 no".utf8).write(to: folder.appending(path: "no.model"))
    func run(_ arguments: String...) throws -> Program.Result {
      try Program.run(["concepts"] + arguments + ["--quiet"], in: folder)
    }
    let all = try run("build", files[0], "-o", "own", "--min-count", "1", "--synonyms", "own.txt")
    #expect(all.code == 0, "\(all.errors)")
    let pool = try contents(folder.appending(path: "own"))["pool.tsv"] ?? Data()
    let text = String(decoding: pool, as: UTF8.self)
    #expect(text.contains("\tcat\t") && !text.contains("\tdog\t"))
    let wrong = try run("build", files[0], "-o", "x", "--synonyms", "wrong.txt")
    #expect(wrong.code == 66 && wrong.errors.contains("wrong.txt:1: expected"), "\(wrong)")
    let model = try run("build", files[0], "-o", "x", "--caption-model", "no.model")
    #expect(model.code == 66 && model.errors.contains("no.model: no caption model"), "\(model)")
    for (part, options) in [
      ("a", []), ("b", ["--synonyms", "own.txt"]), ("c", ["--drop-negated"]),
    ] {
      let made = try Program.run(
        ["concepts", "build", files[0], "--partial", part, "--quiet"] + options, in: folder)
      #expect(made.code == 0, "\(made.errors)")
    }
    for part in ["b", "c"] {
      let merged = try run("merge", "a", part, "-o", "x")
      #expect(merged.code == 65 && merged.errors.contains("parsed as those of"), "\(merged)")
    }
  }

  @Test func `a pipeline takes its pool from another corpus, or takes a ready one`() throws {
    let job = try SmallJob(images: 2)
    try job.write("other.txt", "A zebra on a couch.\nTwo zebras.\n")
    let corpus = try job.run("concepts", ["--set", "concepts.corpus=[other.txt]"])
    #expect(corpus.code == 0, "\(corpus.errors)")
    func names() throws -> String {
      let files = try job.files("out", ["concepts"])
      return String(decoding: files["concepts/concepts.txt"] ?? Data(), as: UTF8.self)
    }
    #expect(try names() == "zebra\ncouch\n")
    try job.write("ready.txt", "Fire_Hydrant\ndog\n")
    let ready = try job.run("concepts", ["--set", "concepts.pool=ready.txt"])
    #expect(ready.code == 0, "\(ready.errors)")
    #expect(try names() == "fire hydrant\ndog\n")
    #expect(try job.files("out", ["concepts"]).keys.contains("concepts/text.npy"))
  }
}
