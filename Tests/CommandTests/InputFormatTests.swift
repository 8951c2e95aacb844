import Foundation
import Testing

/// The same images from a folder, archives, tables and commands.
struct InputFormatTests {
  /// Packs the job's images as a tar and as RegionCLIP's table.
  private func pack(_ job: SmallJob) throws {
    let script = """
      set -e
      cd images
      ls -r | tar --format=pax -cf ../photos-0.tar -T -
      for name in *; do printf '%s\\t%s\\n' "$name" "$(base64 -w 0 "$name")"; done > ../photos.tsv
      """
    #expect(try job.shell(script) == 0)
  }

  @Test func `a folder, an archive, a table and a pipe give the same data set`() throws {
    let job = try SmallJob(images: 5, unitImages: 2)
    try pack(job)
    #expect(try job.run(output: "folder").code == 0)
    let expected = try job.files(
      "folder", ["plan.json", "concepts", "regions", "labels", "index.db"])
    #expect(expected.count > 9)
    for (name, images) in [
      ("tar", "photos-*.tar"), ("table", "photos.tsv"), ("pipe", "pipe:cat photos-{0..0}.tar"),
    ] {
      let result = try job.run(output: name, ["--set", "input.images=\(images)"])
      #expect(result.code == 0, "\(name): \(result.errors)")
      #expect(
        try job.files(name, ["plan.json", "concepts", "regions", "labels", "index.db"]) == expected,
        "\(name)")
      #expect(
        try job.files(name, ["report"]).keys.sorted()
          == job.files("folder", ["report"]).keys.sorted())
    }
    // Shares no argument with the caption file: what the archive itself says is read.
    let own = try job.run(
      output: "own", ["--set", "input.images=photos-0.tar", "--set", "input.captions=null"])
    #expect(own.code == 65 && own.errors.contains("no caption with a word"), "\(own.errors)")
  }

  @Test func `a worker reads the frozen list and sees what became of its archive`() throws {
    let job = try SmallJob(images: 5, unitImages: 2)
    try pack(job)
    let tar = ["--set", "input.images=photos-0.tar"]
    #expect(try job.run("plan", tar).code == 0)
    let archive = job.folder.appending(path: "photos-0.tar")
    let list = job.folder.appending(path: "out/inputs.list")
    let bytes = try Data(contentsOf: archive)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: archive.path)
    let touched = try job.run("regions", tar + ["--units", "1"])
    #expect(touched.code == 0, "\(touched.errors)")
    try bytes.prefix(bytes.count / 2).write(to: archive)
    let cut = try job.run("regions", tar + ["--units", "0"])
    #expect(cut.code == 78 || cut.code == 65, "\(cut.errors)")
    #expect(cut.errors.contains("photos-0.tar"), "\(cut.errors)")
    try FileManager.default.removeItem(at: archive)
    let gone = try job.run("regions", tar + ["--units", "0"])
    #expect(gone.code == 78 && gone.errors.contains("not there any more"), "\(gone.errors)")
    try bytes.write(to: archive)
    let other = try job.run("regions", ["--units", "0"])
    #expect(other.code == 78 && other.errors.contains("section input"), "\(other.errors)")
    let frozen = try Data(contentsOf: list)
    try frozen.dropLast(9).write(to: list)
    let damaged = try job.run("regions", tar + ["--units", "0"])
    #expect(damaged.code == 65 && damaged.errors.contains("inputs.list"), "\(damaged.errors)")
    let verified = try Program.run(["verify", "out"], in: job.folder)
    #expect(verified.code == 65 && verified.output.contains("inputs.list"), "\(verified)")
    #expect(try job.run("plan", tar).code == 0)
    #expect(try Data(contentsOf: list).count > frozen.count - 9, "made again")
    #expect(try job.run("regions", tar + ["--units", "0,2"]).code == 0)
    #expect(try job.run("run", tar).code == 0)
  }

  @Test func `a folder that is named by its parent is that folder, over links too`() throws {
    let job = try SmallJob(images: 3)
    // Folders that text alone would lead to hold another image.
    #expect(
      try job.shell("mkdir -p images/meta/inner && ln -s images/meta link && cp images/*1.jpg .")
        == 0)
    func digest(_ images: String) throws -> String? {
      let output = "out-\(images.count)"
      let planned = try job.run("plan", output: output, ["--set", "input.images=\(images)"])
      #expect(planned.code == 0, "\(planned.errors)")
      return try String(
        contentsOf: job.folder.appending(path: "\(output)/plan.json"), encoding: .utf8
      ).split(separator: "\n").first { $0.contains("input_digest") }.map(String.init)
    }
    let expected = try digest("images")
    #expect(expected != nil)
    for images in ["link/..", "images/.", "images/meta/..", "images/meta/inner/../.."] {
      #expect(try digest(images) == expected, "\(images)")
    }
  }

  @Test func `other ids than those of the ground truth are told`() throws {
    let job = try SmallJob(images: 2)
    let image = { (id: Int) in #"{"id": \#(id + 4), "file_name": "00000000000\#(id).jpg"}"# }
    try job.write("list.json", #"{"images": [\#(image(1)), \#(image(2))]}"#)
    let other = try job.run("plan", output: "other", ["--set", "input.image_list=list.json"])
    #expect(other.code == 0 && other.errors.contains("is 5 here and 1 there"), "\(other.errors)")
    let own = try job.run("plan", [])
    #expect(own.code == 0 && !own.errors.contains("image ids"), "\(own.errors)")
    try job.write("c.tsv", "000000000001.jpg\ta red car\n000000000002.jpg\ta dog\n")
    let table = ["--set", "input.captions=c.tsv"]
    let given = try job.run("plan", output: "table", table)
    #expect(given.code == 0 && !given.errors.contains("image ids"), "\(given.errors)")
    let none = try job.run(
      "plan", output: "none",
      table + ["--set", "input.ground_truth=null"]
        + ["--set", "regions.proposals=[{kind: grid}]"])
    #expect(none.code == 0 && none.errors.contains("numbered from 0"), "\(none.errors)")
  }

  @Test func `changed captions make a second label set and no second plan`() throws {
    let job = try SmallJob(images: 3, unitImages: 2)
    try job.write("c.tsv", "000000000001.jpg\ta red car\n000000000002.jpg\ta dog\n")
    let captions = ["--set", "input.captions=c.tsv"]
    #expect(try job.run(captions).code == 0)
    let regions = try job.files("out", ["plan.json", "regions"])
    try job.write("c.tsv", "000000000001.jpg\ta red car and a cat\n000000000002.jpg\ta dog\n")
    let worker = try job.run("labels", captions + ["--units", "0"])
    #expect(worker.code == 78 && worker.errors.contains("c.tsv"), "\(worker.errors)")
    #expect(try job.run(captions).code == 0)
    #expect(try job.files("out", ["plan.json", "regions"]) == regions)
    let sets = try FileManager.default
      .contentsOfDirectory(atPath: job.folder.appending(path: "out/labels").path)
    #expect(sets.count == 2)
    #expect(try job.run("regions", captions + ["--units", "0"]).code == 0)
  }
}
