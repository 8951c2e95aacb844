import Foundation
import Testing

@testable import Labeling

/// The pipeline files of the repository.
struct ConfigurationPipelinesTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let files: [String] = {
    let folder = root.appending(path: "pipelines")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test func `the repository has a quickstart and a pipeline for COCO-style folders`() {
    #expect(Set(Self.files).isSuperset(of: ["quickstart.yaml", "coco-style.yaml"]))
  }

  @Test(arguments: files) func `every pipeline file is right`(_ name: String) throws {
    let path = Self.root.appending(path: "pipelines/\(name)").path
    let settings = try PipelineSettings.load(
      path: path,
      overrides: [
        "input.images=/photos", "input.captions=/captions.json",
        "input.ground_truth=/instances.json", "regions.teacher.model=/clip",
      ])
    #expect(settings.file == path)
  }

  @Test func `the quickstart means what its file says`() throws {
    let folder = Self.root.appending(path: "pipelines").path
    let settings = try PipelineSettings.load(path: folder + "/quickstart.yaml")
    #expect(settings.input.images == folder + "/bundled/scenes/images")
    #expect(settings.input.captions == folder + "/bundled/scenes/captions.json")
    #expect(settings.input.captionsFormat == .coco)
    #expect(settings.input.imageList == nil)
    #expect(settings.plan.unitImages == 16)
    #expect(settings.concepts.templates == .named(.plain))
    #expect(settings.regions.proposals.map(\.name) == ["owlv2", "ground_truth"])
    #expect(settings.regions.proposals.map(\.isExempt) == [false, true])
    #expect(settings.regions.chain.top == 50)
    #expect(settings.labels.classBoxes.rule == .similarity)
    #expect(settings.report.title == "Bundled scenes")
  }
}
