import Foundation
import Testing

/// `pseudobox report --compare` on small real data sets.
struct CompareTests {
  private struct Comparison: Decodable {
    struct Images: Decodable {
      let both: Int
      let onlyFirst: Int
      let onlySecond: Int
    }
    struct Setting: Decodable {
      let key: String
      let first: String?
      let second: String?
    }
    struct Regions: Decodable {
      let both: Int
      let first: Int
    }
    struct Class: Decodable {
      let objects: Int
    }
    let images: Images
    let settings: [Setting]
    let regions: Regions
    let classes: [Class]
  }

  private static func compare(
    _ job: SmallJob, _ arguments: [String]
  ) throws -> (result: Program.Result, numbers: Comparison?) {
    let result = try Program.run(
      ["report"] + arguments + ["--progress", "none", "--output", "compared"], in: job.folder)
    let json = try? Data(contentsOf: job.folder.appending(path: "compared/compare.json"))
    return (result, try json.map { try JSONDecoder().decode(Comparison.self, from: $0) })
  }

  @Test func `two label sets of a data set are compared by their paths`() throws {
    let job = try SmallJob(images: 3)
    #expect(try job.run([]).code == 0)
    let labels = job.folder.appending(path: "out/labels").path
    let first = try #require(FileManager.default.contentsOfDirectory(atPath: labels).first)
    #expect(try job.run(["--set", "labels.temperature=0.5"]).code == 0)
    // The data set's own name means the set that its index shows: the second.
    let (result, found) = try Self.compare(
      job, ["job.yaml", "--compare", "out/labels/\(first)", "out"])
    #expect(result.code == 0 && result.output == "compared/index.html\n", "\(result)")
    let numbers = try #require(found)
    #expect(numbers.images.both == 3 && numbers.images.onlyFirst == 0)
    #expect(numbers.settings.map(\.key) == ["labels.temperature"])
    #expect(numbers.settings.first?.first == "0.01" && numbers.settings.first?.second == "0.5")
    #expect(numbers.regions.both == numbers.regions.first && numbers.regions.both > 3)
    #expect(numbers.classes.reduce(0) { $0 + $1.objects } > 3)
    let page = try String(
      contentsOf: job.folder.appending(path: "compared/index.html"), encoding: .utf8)
    #expect(page.contains("Comparison of two label sets"))

    // Without a pipeline the one is taken that the first one's report names.
    let (again, same) = try Self.compare(job, ["--compare", "out/labels/\(first)", "out"])
    #expect(again.code == 0 && again.errors.contains("as in job.yaml"), "\(again)")
    #expect(same?.classes.count == numbers.classes.count)
    try FileManager.default.removeItem(at: job.folder.appending(path: "out/report"))
    let (blind, fewer) = try Self.compare(job, ["--compare", "out", "out"])
    #expect(blind.code == 0 && blind.errors.contains("without a pipeline file"), "\(blind)")
    #expect(fewer?.classes.isEmpty == true && fewer?.settings.isEmpty == true)

    // A data set in a folder called `labels` is no label set.
    let inside = job.folder.appending(path: "labels")
    try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      at: job.folder.appending(path: "out"), to: inside.appending(path: "a"))
    let (copied, equal) = try Self.compare(job, ["--compare", "labels/a", "out"])
    #expect(copied.code == 0 && equal?.regions.both == numbers.regions.both, "\(copied)")

    let missing = try Self.compare(job, ["--compare", "out", "out/labels/none"]).result
    #expect(missing.code == 66 && missing.errors.contains("out/labels/none"), "\(missing)")
    let nothing = try Self.compare(job, ["--compare", "out", "nowhere"]).result
    #expect(nothing.code == 66 && nothing.errors.contains("nowhere/plan.json"), "\(nothing)")
    for arguments in [["--compare", "out"], ["--compare", "out", "out", "out"], []] {
      #expect(try Self.compare(job, arguments).result.code == 64)
    }
  }
}
