import Foundation
import Testing

/// `pseudobox propose`.
struct ProposeTests {
  private let model = Program.root.appending(path: "pipelines/bundled/models/small-owlv2").path

  @Test func `a pipeline and its model alone propose the same boxes as a run`() throws {
    let job = try SmallJob(images: 2)
    let keys = try FileManager.default
      .contentsOfDirectory(atPath: job.folder.appending(path: "images").path).sorted()
    let images = keys.map { "images/\($0)" }
    let sources = ["--set", "regions.proposals=[{kind: owlv2, model: '\(model)'}]"]
    let run = try job.run(sources)
    #expect(run.code == 0, "\(run.errors)")
    func lines(_ arguments: [String]) throws -> [[String: Any]] {
      let result = try Program.run(["propose"] + images + ["--json"] + arguments, in: job.folder)
      #expect(result.code == 0, "\(result.errors)")
      return try result.output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }
    let byPipeline = try lines(["--pipeline", "job.yaml"] + sources)
    let byModel = try lines(["--model", model, "--set", "regions.chain.top=8"])
    #expect(byPipeline.count == 2)
    for index in keys.indices {
      let boxes = try #require(byPipeline[index]["proposals"] as? [[String: Any]])
      let same = try #require(byModel[index]["proposals"] as? [[String: Any]])
      #expect(NSArray(array: boxes) == NSArray(array: same))
    }
    let total = byPipeline.compactMap { ($0["proposals"] as? [[String: Any]])?.count }.reduce(0, +)
    let regions = run.output.split(separator: "\n").first { $0.hasPrefix("regions ") }
    #expect(regions?.hasSuffix(" \(total)") == true, "\(run.output)")
  }

  @Test func `boxes are drawn into a file, or into a folder for several pictures`() throws {
    let job = try SmallJob(images: 2)
    let keys = try FileManager.default
      .contentsOfDirectory(atPath: job.folder.appending(path: "images").path).sorted()
    let one = try Program.run(
      ["propose", "images/\(keys[0])", "--model", model, "--draw", "one.jpg"], in: job.folder)
    #expect(one.code == 0 && one.output.contains("owlv2"), "\(one.errors)")
    let many = try Program.run(
      ["propose"] + [keys[0], keys[1], keys[0]].map { "images/\($0)" }
        + ["--model", model, "--draw", "many"], in: job.folder)
    #expect(many.code == 0, "\(many.errors)")
    let names = try FileManager.default
      .contentsOfDirectory(atPath: job.folder.appending(path: "many").path)
    #expect(names.count == 3)
    let bytes = try Data(contentsOf: job.folder.appending(path: "one.jpg"))
    #expect(bytes.starts(with: [0xff, 0xd8, 0xff]))
  }

  @Test func `pictures are not drawn over`() throws {
    let job = try SmallJob(images: 2)
    let folder = job.folder.appending(path: "images")
    let keys = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let before = try keys.map { try Data(contentsOf: folder.appending(path: $0)) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "link.jpg").path, withDestinationPath: keys[0])
    try FileManager.default.createSymbolicLink(
      atPath: job.folder.appending(path: "linked").path, withDestinationPath: "images")
    for arguments in [
      [keys[0], "--draw", keys[0]], [keys[0], "--draw", "../images/./\(keys[0])"],
      [keys[0], "--draw", "link.jpg"], ["link.jpg", "--draw", keys[0]], keys + ["--draw", "."],
      keys + ["--draw", "../linked"],
    ] {
      let result = try Program.run(["propose", "--model", model] + arguments, in: folder)
      #expect(result.code == 64, "\(arguments): \(result.errors)")
      #expect(result.errors.contains("over the picture"), "\(arguments): \(result.errors)")
    }
    #expect(try keys.map { try Data(contentsOf: folder.appending(path: $0)) } == before)
  }

  @Test func `mistakes are told`() throws {
    let job = try SmallJob(images: 1)
    try job.write("broken.jpg", "no picture")
    for (arguments, code, text) in [
      (["a.jpg"], 64, "--pipeline or --model"),
      (["none.jpg", "--model", model], 66, "none.jpg"),
      (["broken.jpg", "--model", model], 65, "unsupported_format"),
      (["broken.jpg", "--model", job.folder.path], 66, "config.json"),
    ] as [([String], Int32, String)] {
      let result = try Program.run(["propose"] + arguments, in: job.folder)
      #expect(result.code == code, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(text), "\(arguments): \(result.errors)")
    }
  }
}
