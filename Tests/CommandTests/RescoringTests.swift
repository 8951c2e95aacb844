import Foundation
import Testing

/// A second label set over the same regions.
struct RescoringTests {
  @Test func `another temperature makes a second set beside the first without an image`() throws {
    let job = try SmallJob(images: 6)
    #expect(try job.run([]).code == 0)
    let before = try job.files("out", ["labels", "regions"])
    // Image files that cannot be decoded any more: whoever reads one will say so.
    let images = job.folder.appending(path: "images")
    for name in try FileManager.default.contentsOfDirectory(atPath: images.path) {
      try Data("no picture".utf8).write(to: images.appending(path: name))
    }
    let second = try job.run("labels", output: "out", ["--set", "labels.temperature=0.05"])
    #expect(second.code == 0, "\(second.errors)")
    #expect(second.errors.contains("the regions pass took"))
    let after = try job.files("out", ["labels", "regions"])
    for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
    let sets = Set(
      after.keys.filter { $0.hasPrefix("labels/") }.map { $0.split(separator: "/")[1] })
    #expect(sets.count == 2)
  }

  @Test func `exports ask which set when there are two and the index is gone`() throws {
    let job = try SmallJob(images: 3)
    #expect(try job.run([]).code == 0)
    #expect(try job.run(["--set", "labels.temperature=0.05"]).code == 0)
    let export = ["export", "out", "--format", "coco-results", "--dry-run", "--quiet"]
    #expect(try Program.run(export, in: job.folder).code == 0)
    try FileManager.default.removeItem(at: job.folder.appending(path: "out/index.db"))
    let asked = try Program.run(export, in: job.folder)
    #expect(asked.code == 64 && asked.errors.contains("--labels"))
    let set = try FileManager.default
      .contentsOfDirectory(atPath: job.folder.appending(path: "out/labels").path).sorted()[0]
    #expect(
      try Program.run(export + ["--labels", String(set.prefix(5))], in: job.folder).code == 0)
    let needs = try Program.run(
      ["export", "out", "--format", "regionclip-tsv", "--to", "x", "--labels", set],
      in: job.folder)
    #expect(needs.code == 66 && needs.errors.contains("--captions"))
  }
}
