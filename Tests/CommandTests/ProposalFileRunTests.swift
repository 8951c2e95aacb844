import Foundation
import Testing

/// Files of proposals in real runs.
struct ProposalFileRunTests {
  private func source(_ text: String) -> [String] { ["--set", "regions.proposals=[{\(text)}]"] }

  @Test func `ground truth as a file is the ground truth, and is recorded`() throws {
    let job = try SmallJob(images: 6)
    let truth = Program.root.appending(path: "pipelines/bundled/scenes/instances.json").path
    let file = try job.run(
      output: "file", source("kind: file, path: '\(truth)', exempt: true"))
    #expect(file.code == 0, "\(file.errors)")
    #expect(file.output.contains("COCO annotations") && file.output.contains("6 images matched"))
    #expect(file.output.contains("294 extra"), "\(file.output)")
    let known = try job.run(output: "known", source("kind: ground_truth"))
    #expect(known.code == 0, "\(known.errors)")
    func shown(_ output: String) throws -> [String] {
      let keys = try FileManager.default
        .contentsOfDirectory(atPath: job.folder.appending(path: "images").path).sorted()
      return try keys.flatMap { key in
        try Program.run(["inspect", "image", output, key], in: job.folder).output
          .split(separator: "\n").filter { $0.contains("score") }.map(String.init)
      }
    }
    let boxes = try shown("file")
    let expected = try shown("known")
    #expect(!boxes.isEmpty && boxes == expected)
    func text(_ path: String) throws -> String {
      String(
        decoding: try Data(contentsOf: job.folder.appending(path: "file/\(path)")), as: UTF8.self)
    }
    let plan = try text("plan.json")
    #expect(plan.contains("clip, min_size 2.0, score_min 0.0, nms 0.5 all, top 8"), "\(plan)")
    #expect(plan.contains("box_format=") && plan.contains("\"proposals.0\""))
    #expect(try text("stats/proposal-files.json").contains("\"missing\" : 0"))
    #expect(try text("report/report.json").contains("6 images matched"))

    // The same settings with another file are another plan.
    try job.write("other.json", #"[{"image_id": 1, "bbox": [1, 1, 9, 9], "score": 1}]"#)
    let other = try job.run(
      output: "file", source("kind: file, path: other.json, exempt: true, match: id"))
    #expect(other.code == 78 && other.errors.contains("proposals.0"), "\(other.errors)")
  }

  @Test func `boxes that are left out do not keep a plan from its estimate`() throws {
    let job = try SmallJob(images: 2)
    let rows = (1...2).map { image in
      "\(image),1,1,9,9\n" + String(repeating: "\(image),5e4,5e4,6e4,6e4\n", count: 4)
    }
    try job.write("b.csv", "image_id,x1,y1,x2,y2\n" + rows.joined())
    let planned = try job.run(
      "plan", source("kind: file, path: b.csv, exempt: true") + ["--dry-run", "--json"])
    #expect(planned.code == 0 && planned.output.contains("seconds_per_image"), "\(planned)")
  }

  @Test func `files that cannot be used end the run before anything is written`() throws {
    let job = try SmallJob(images: 2)
    try job.write("others.jsonl", #"{"image": "zebra.jpg", "bbox": [1, 1, 2, 2], "score": 1}"#)
    try job.write("bad.csv", "image_id,x1,y1,x2,y2\n1,5,5,1,1\n1,1,1,9,9\n2,1,1,9,9\n")
    try Data([0x80, 0x04, 0x95]).write(to: job.folder.appending(path: "boxes.pkl"))
    for (file, code, text) in [
      ("others.jsonl", 65, "zebra.jpg"), ("bad.csv", 65, "is allowed"),
      ("boxes.pkl", 65, "scripts/convert/proposals.py"), ("none.json", 66, "no such file"),
    ] {
      let result = try job.run(source("kind: file, path: '\(job.folder.path)/\(file)'"))
      #expect(result.code == code, "\(file): \(result.errors)")
      #expect(result.errors.contains(text), "\(file): \(result.errors)")
      #expect(
        !FileManager.default.fileExists(atPath: job.folder.appending(path: "out/plan.json").path))
    }
  }
}
