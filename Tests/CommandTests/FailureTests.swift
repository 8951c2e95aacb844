import Codecs
import Foundation
import Testing

@Suite(.serialized)
struct FailureTests {
  @Test func `a bad image becomes a record with a reason, and the run goes on`() throws {
    let job = try SmallJob(images: 12)
    try job.write("images/000000000002.jpg", "<html>not found</html>")
    try job.write("images/000000000003.jpg", "")
    let good = job.folder.appending(path: "images/000000000004.jpg")
    try Data(contentsOf: good).prefix(700).write(to: good)
    let result = try job.run(["--set", "input.max_bad_ratio=0.5"])
    #expect(result.code == 0, "\(result.errors)")
    let report = try String(
      contentsOf: job.folder.appending(path: "out/report/report.json"), encoding: .utf8)
    for reason in ["unsupported_format", "empty_file", "corrupt_image"] {
      #expect(report.contains(reason))
    }
  }

  @Test func `more bad images than allowed end with 65 and a list of the first`() throws {
    let job = try SmallJob(images: 5)
    try job.write("images/000000000002.jpg", "")
    let result = try job.run()
    #expect(result.code == 65)
    #expect(result.errors.contains("1 of 5 images") && result.errors.contains("000000000002.jpg"))
  }

  @Test func `a mistake in the pipeline file ends with 78 at its line and column`() throws {
    let job = try SmallJob(images: 1)
    try job.write("job.yaml", "version: 1\ninput:\n  imags: images\n")
    let result = try job.run()
    #expect(result.code == 78)
    #expect(result.errors.contains("job.yaml:3:3") && result.errors.contains("images"))
    #expect(!FileManager.default.fileExists(atPath: job.folder.appending(path: "out").path))
  }

  @Test func `missing inputs end with 66 and name the file`() throws {
    let job = try SmallJob(images: 2)
    for (key, name) in [
      ("input.captions", "no-captions.json"), ("input.images", "no-images"),
      ("regions.teacher.model", "no-model"),
    ] {
      let result = try job.run(["--set", "\(key)=\(name)"])
      #expect(result.code == 66, "\(key): \(result.errors)")
      #expect(result.errors.contains(name))
    }
    let result = try Program.run(["run", "none.yaml", "--output", "out"], in: job.folder)
    #expect(result.code == 66)
    let hub = try job.run(["--set", "regions.teacher.model=openai/clip-vit-base-patch32"])
    #expect(hub.code == 66)
    #expect(hub.errors.contains("hf download openai/clip-vit-base-patch32 --local-dir"))
  }

  @Test func `the report of nothing is refused before any work, and so is a wrong gate`() throws {
    let job = try SmallJob(images: 2)
    let none = try job.run("report", output: "mistyped")
    #expect(none.code == 66 && none.errors.contains("pseudobox run"), "\(none.errors)")
    let gate = try job.run("report", ["--fail-if", "recal50 < 0.8"])
    #expect(gate.code == 64 && gate.errors.contains("'recall50'"), "\(gate.errors)")
    for name in ["mistyped", "out"] {
      #expect(!FileManager.default.fileExists(atPath: job.folder.appending(path: name).path))
    }
  }

  @Test func `another list of the same images is told by what changed`() throws {
    let job = try SmallJob(images: 3)
    // Without a ground truth, which could give ids too.
    let pipeline = try String(
      contentsOf: job.folder.appending(path: "job.yaml"), encoding: .utf8)
    try job.write(
      "job.yaml",
      pipeline.split(separator: "\n").filter { !$0.contains("ground_truth") }
        .joined(separator: "\n"))
    #expect(try job.run("plan").code == 0)
    try job.write("captions.csv", "image,caption\n000000000001.jpg,a dog\n")
    let result = try job.run([
      "--set", "input.captions=captions.csv", "--set", "plan.unit_images=2",
    ])
    #expect(result.code == 78, "\(result.errors)")
    for text in [
      "input.captions: planned", "images have another id: '0000", "name the COCO json",
      "plan.unit_images): planned 3, now 2",
    ] {
      #expect(result.errors.contains(text), "\(result.errors)")
    }
    #expect(!result.errors.contains("digest"), "\(result.errors)")
  }

  @Test func `a ground truth of other images is told with a name of either side`() throws {
    let job = try SmallJob(images: 1)
    try job.write(
      "truth.json",
      #"{"images": [{"id": 1, "file_name": "val/1.jpg"}], "annotations": [], "#
        + #""categories": [{"id": 1, "name": "dog"}]}"#)
    let result = try job.run("plan", ["--set", "input.ground_truth=truth.json"])
    #expect(result.errors.contains("its first image is 'val/1.jpg'"), "\(result.errors)")
  }

  @Test func `captions without a single word give a pool that is empty, and say so`() throws {
    let job = try SmallJob(images: 2)
    try job.write(
      "captions.tsv", "000000000001.jpg\t\n000000000002.jpg\t   \n")
    let result = try job.run([
      "--set", "input.captions=captions.tsv", "--set", "input.captions_format=tsv",
    ])
    #expect(result.code == 65, "\(result.errors)")
    #expect(result.errors.contains("pool is empty") && result.errors.contains("captions.tsv"))
    #expect(!result.errors.contains("min_occurrences"))
  }

  @Test func `a write that fails ends with 74 and leaves nothing under a final name`() throws {
    let job = try SmallJob(images: 8, unitImages: 8)
    // One large shard behind a limit of 60 KiB that the concepts fit into.
    let large = ["--set", "regions.chain.top=200", "--set", "regions.chain.nms_iou=1"]
    let result = try job.run(
      "run", large, under: ["sh", "-c", "ulimit -f 120; exec \"$0\" \"$@\""])
    #expect(result.code == 74, "\(result.errors)")
    #expect(try job.files("out", ["concepts"]).keys.contains("concepts/state.json"))
    #expect(try job.files("out", ["regions"]).isEmpty)
    #expect(try job.run(large).code == 0, "the next run continues")
  }

  @Test(
    .enabled(if: FullDisk.canMount, "needs the right to mount a small tmpfs"),
    arguments: [40, 80, 120, 160, 200])
  func `a full disk ends with 74 and leaves nothing half-written`(kilobytes: Int) throws {
    let job = try SmallJob(images: 12, unitImages: 2)
    let mount = job.folder.appending(path: "full")
    try FileManager.default.createDirectory(at: mount, withIntermediateDirectories: true)
    let result = try FullDisk.run(
      kilobytes: kilobytes, at: mount,
      ["run", "job.yaml", "--output", "full/out", "--progress", "none"], in: job.folder)
    #expect(result.code == 74, "\(result.errors)")
    #expect(result.errors.contains("No space left") && result.errors.contains("bytes free"))
    let left = result.output.split(separator: "\n")
    #expect(!left.contains { $0.contains(".tmp-") }, "\(left)")
    #expect(result.output.contains("all shards whole"), "\(result.output)")
  }

  @Test func `a reader that leaves early, and a full stdout, are no crash`() throws {
    let job = try SmallJob(images: 4)
    #expect(try job.run().code == 0)
    let left = try Program.run(
      ["status", "out"], in: job.folder,
      under: ["sh", "-c", "\"$0\" \"$@\" | true; exit 0"])
    #expect(left.code == 0 && left.errors.isEmpty, "\(left.errors)")
    let full = try Program.run(
      ["status", "out"], in: job.folder, under: ["sh", "-c", "\"$0\" \"$@\" > /dev/full"])
    #expect(full.code == 74)
    let deaf = try Program.run(
      ["run", "none.yaml", "-o", "x"], in: job.folder, under: ["sh", "-c", "\"$0\" \"$@\" 2>&-"])
    #expect(deaf.code == 66)
  }

  @Test func `verify finds a damaged and a missing shard, and a damaged plan is no crash`() throws {
    let job = try SmallJob(images: 8)
    #expect(try job.run().code == 0)
    #expect(try Program.run(["verify", "out"], in: job.folder).code == 0)
    let shard = job.folder.appending(path: "out/regions/unit-00000001.plr.zst")
    var bytes = try Data(contentsOf: shard)
    bytes[bytes.count / 2] ^= 4
    try bytes.write(to: shard)
    let flipped = try Program.run(["verify", "out"], in: job.folder)
    #expect(flipped.code == 65 && flipped.output.contains("unit-00000001"), "\(flipped.output)")
    try FileManager.default.removeItem(at: shard)
    let missing = try Program.run(["verify", "out"], in: job.folder)
    #expect(missing.code == 65 && missing.output.contains("missing"), "\(missing.output)")
    try job.write("out/plan.json", #"{"version":1,"units":[{"index":0,"first":0,"count":-5}]}"#)
    #expect(try Program.run(["status", "out"], in: job.folder).code == 65)
  }

  @Test func `a damaged image tower is told before any pool is made`() throws {
    let job = try SmallJob(images: 2)
    let model = job.folder.appending(path: "clip")
    try FileManager.default.copyItem(
      at: Program.root.appending(path: "pipelines/bundled/models/small-clip"), to: model)
    let file = model.appending(path: "model.safetensors")
    let weights = try SafetensorsFile(path: file.path)
    let damaged = "visual_projection.weight"
    var writer = SafetensorsWriter()
    for name in weights.names {
      var values = try weights.floats(name)
      if name == damaged { values[7] = .nan }
      writer.add(name, shape: weights.tensors[name]?.shape ?? [], floats: values)
    }
    try Data(writer.bytes()).write(to: file)
    let result = try job.run(["--set", "regions.teacher.model=\(model.path)"])
    #expect(result.code == 65 && result.errors.contains(damaged), "\(result.errors)")
    for path in ["out/plan.json", "out/concepts/pool.tsv"] {
      #expect(!FileManager.default.fileExists(atPath: job.folder.appending(path: path).path))
    }
  }

  @Test func `wrong usage ends with 64`() throws {
    let job = try SmallJob(images: 1)
    #expect(try Program.run(["run"], in: job.folder).code == 64)
    #expect(try Program.run(["nonsense"], in: job.folder).code == 64)
    #expect(try job.run(["--threads", "0"]).code == 64)
    let help = try Program.run(["--help"], in: job.folder)
    #expect(help.code == 0 && help.output.contains("pseudobox run"))
  }
}
