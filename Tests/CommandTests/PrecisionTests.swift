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
