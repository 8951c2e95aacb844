import Foundation
import Testing

/// `pseudobox report --fail-if` and evaluation images on a small real data set.
struct GateCommandTests {
  @Test func `gates end with their code, and evaluation images are found`() throws {
    let job = try SmallJob(images: 3)
    #expect(try job.run([]).code == 0)
    func report(_ more: [String]) throws -> Program.Result { try job.run("report", more) }

    let good = try report(["--fail-if", "images.total < 3", "--fail-if", "rejected > 0"])
    #expect(good.code == 0 && good.output == "out/report/index.html\n", "\(good)")
    let bad = try report(["--fail-if", "images.total < 4", "--fail-if", "recall50 > 2"])
    #expect(bad.code == 1 && bad.output == "out/report/index.html\n", "\(bad)")
    #expect(bad.errors.contains("images.total < 4: expected at least 4, found 3"))
    #expect(!bad.errors.contains("recall50"))
    for (gate, text) in [
      ("recal50 < 1", "did you mean 'recall50'"), ("recall50 <", "expected NAME OP NUMBER"),
      ("evaluation_images > 0", "report.evaluation_images"),
    ] {
      let wrong = try report(["--fail-if", gate])
      #expect(wrong.code == 64 && wrong.errors.contains(text), "\(wrong)")
    }

    let images = job.folder.appending(path: "images")
    let names = try FileManager.default.contentsOfDirectory(atPath: images.path).sorted()
    try job.write("list.txt", "# held out\nimages/\(names[1])\nmissing.jpg\n")
    let leaked = try report([
      "--set", "report.evaluation_images=\(job.folder.path)/list.txt", "--fail-if",
      "evaluation_images > 0",
    ])
    #expect(leaked.code == 1 && leaked.errors.contains("found 1"), "\(leaked)")
    #expect(leaked.errors.contains("1 of 2 evaluation images could not be read"), "\(leaked)")

    // Nothing found among files that nobody could read is no measurement; what holds is told first.
    try job.write("list.txt", "missing.jpg\n")
    let list = ["--set", "report.evaluation_images=\(job.folder.path)/list.txt"]
    let blind = try report(list + ["--fail-if", "evaluation_images > 0"])
    #expect(blind.code == 64 && blind.errors.contains("1 of 1 evaluation images"), "\(blind)")
    let both = try report(
      list + ["--fail-if", "evaluation_images > 0", "--fail-if", "images.total == 3"])
    #expect(both.code == 1 && both.errors.contains("found 3"), "\(both)")
    #expect(both.errors.contains("was not measured"), "\(both)")
  }
}
