import Foundation
import Testing

/// Classes of whole images: from folders and files to the pool and the labels.
struct ImageLabelTests {
  private let job: SmallJob

  init() throws {
    job = try SmallJob(images: 6)
  }

  /// The images of the small job in folders that are classes, and a pipeline without captions.
  private func classFolders() throws {
    let manager = FileManager.default
    let images = job.folder.appending(path: "images")
    for (number, name) in try manager.contentsOfDirectory(atPath: images.path).sorted().enumerated()
    {
      let folder = images.appending(path: number % 2 == 0 ? "n1" : "n2")
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      try manager.moveItem(at: images.appending(path: name), to: folder.appending(path: name))
    }
    try job.write("names.txt", "n1\ttabby cat\nn2\tzorb (animal)\n")
    try job.write("novel.json", "[\"zorb_(thing)\", \"unicorn\"]")
    let text = try String(contentsOf: job.folder.appending(path: "job.yaml"), encoding: .utf8)
    let lines = text.split(separator: "\n").filter {
      !$0.contains("captions:") && !$0.contains("ground_truth")
    }
    try job.write("job.yaml", lines.joined(separator: "\n") + "\n")
  }

  private static let labelled = [
    "--set", "input.class_folders=true", "--set", "input.class_names=names.txt",
  ]

  private func concepts(_ output: String) throws -> [String] {
    let path = job.folder.appending(path: "\(output)/concepts/concepts.txt")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func `folders name the classes of a pool, and label their images`() throws {
    try classFolders()
    let result = try job.run("labels", Self.labelled)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("6 labels of 2 classes"), "\(result.errors)")
    #expect(try concepts("out").contains("tabby cat"))
  }

  @Test func `a novel class labels nothing, and says how often it was left out`() throws {
    try classFolders()
    let result = try job.run(
      "labels", Self.labelled + ["--set", "concepts.remove=[tabby cat]"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.errors.contains("3 image labels of 1 classes name no concept of the pool: tabby cat"),
      "\(result.errors)")
    #expect(try !concepts("out").contains("tabby cat"))
  }

  @Test func `lists of names may be json, without what is in brackets`() throws {
    let result = try job.run(
      "concepts",
      ["--set", "concepts.add=[zorb, gizmo]", "--set", "concepts.remove_file=novel.json"])
    #expect(result.code != 0, "the list is not there yet")
    try job.write("novel.json", "[\"zorb_(thing)\", \"unicorn\"]")
    let strict = try job.run(
      "concepts",
      ["--set", "concepts.add=[zorb, gizmo]", "--set", "concepts.remove_file=novel.json"])
    #expect(strict.code == 0, "\(strict.errors)")
    let names = try concepts("out")
    #expect(names.contains("gizmo") && !names.contains("zorb"))
  }

  @Test func `the splits of COCO tell base from novel`() throws {
    let splits = Program.root.appending(path: "pipelines/splits").path
    let result = try job.run(
      "concepts",
      [
        "--set", "input.base_classes=\(splits)/coco-base-48.txt",
        "--set", "input.novel_classes=\(splits)/coco-novel-17.txt",
      ])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("base and"), "\(result.errors)")
    let names = try ["base-48", "novel-17"].map { name in
      Set(
        try String(contentsOfFile: "\(splits)/coco-\(name).txt", encoding: .utf8)
          .split(separator: "\n"))
    }
    #expect(names.map(\.count) == [48, 17] && names[0].isDisjoint(with: names[1]))
  }

  private struct Inspected: Decodable {
    struct Region: Decodable { let source: Int }
    struct ClassBox: Decodable { let region: Int }
    let regions: [Region]
    let class_boxes: [ClassBox]
  }

  /// The sources of all boxes that were chosen for labels.
  private func sourcesOfClassBoxes(_ output: String) throws -> Set<Int> {
    let names = try FileManager.default
      .contentsOfDirectory(atPath: job.folder.appending(path: "images").path)
    return try Set(
      names.flatMap { name in
        let result = try Program.run(["inspect", "image", output, name, "--json"], in: job.folder)
        #expect(result.code == 0)
        let image = try JSONDecoder().decode(Inspected.self, from: Data(result.output.utf8))
        #expect(Set(image.regions.map(\.source)).contains(0), "annotated boxes are there")
        return image.class_boxes.map { image.regions[$0.region].source }
      })
  }

  @Test func `annotated boxes are chosen for labels only where there are no others`() throws {
    #expect(try job.run().code == 0)
    #expect(try sourcesOfClassBoxes("out") == [1])
    let own = ["--set", "regions.proposals=[{kind: ground_truth}]"]
    #expect(try job.run("run", output: "own", own).code == 0)
    #expect(try sourcesOfClassBoxes("own") == [0])
  }
}
