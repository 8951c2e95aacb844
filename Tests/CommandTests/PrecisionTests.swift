import Foundation
import Testing

struct PrecisionTests {
  private func plan(_ job: SmallJob) throws -> String {
    String(
      decoding: try Data(contentsOf: job.folder.appending(path: "out/plan.json")), as: UTF8.self)
  }

  @Test func `an 8-bit teacher is measured once, and what was found is in the plan`() throws {
    let job = try SmallJob(images: 4)
    let result = try job.run(["--set", "regions.teacher.precision=int8"])
    #expect(result.code == 0, "\(result.errors)")
    let plan = try plan(job)
    #expect(plan.contains("\"int8_check_crops\" : 20"))
    #expect(plan.contains("\"int8_cosine_mean\" : 0.99"))
    // A limit that could not be met is not asked for again: it decides no byte.
    let again = try job.run([
      "--set", "regions.teacher.precision=int8", "--set", "regions.teacher.int8_cosine_min=1",
    ])
    #expect(again.code == 0, "\(again.errors)")
    let other = try job.run([])
    #expect(other.code == 78 && other.errors.contains("settings of the regions pass"))
  }

  @Test func `a ResNet asked for 8 bits ends with 78 and is told what to use`() throws {
    let job = try SmallJob(images: 1)
    let resnet = Program.root.appending(path: "Tests/Golden/random-models/open-clip-resnet").path
    let result = try job.run([
      "--set", "regions.teacher.precision=int8", "--set", "regions.teacher.model=\(resnet)",
    ])
    #expect(result.code == 78)
    #expect(result.errors.contains("Use precision f32"))
    #expect(throws: (any Error).self) { try plan(job) }
  }

  @Test func `where 8-bit products are slow a warning says so`() throws {
    let job = try SmallJob(images: 1)
    let result = try job.run(
      "concepts", ["--set", "regions.teacher.precision=int8"],
      under: ["PSEUDOBOX_KERNELS=baseline"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("f32 is faster here"))
    let floats = try job.run("concepts", output: "floats", [])
    #expect(!floats.errors.contains("f32 is faster here"))
  }

  @Test func `a plan says how boxes and pixels lie`() throws {
    let job = try SmallJob(images: 1)
    let result = try job.run("regions", ["--set", "input.exif_orientation=apply"])
    #expect(result.code == 0, "\(result.errors)")
    let plan = try plan(job)
    for (name, value) in ["exif_orientation": "apply", "overhang": "clip", "precision": "f32"] {
      #expect(plan.contains("\"\(name)\" : \"\(value)\""))
    }
  }

  @Test func `an 8-bit teacher that is too far from 32 bits ends with 78 and writes no plan`()
    throws
  {
    let job = try SmallJob(images: 2)
    let result = try job.run([
      "--set", "regions.teacher.precision=int8", "--set", "regions.teacher.int8_cosine_min=1",
    ])
    #expect(result.code == 78)
    #expect(result.errors.contains("int8_cosine_min"))
    #expect(throws: (any Error).self) { try plan(job) }
  }
}
