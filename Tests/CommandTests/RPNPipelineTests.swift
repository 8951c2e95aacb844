import Foundation
import Testing

/// A region proposal network in a real run.
struct RPNPipelineTests {
  private let networks = Program.root.appending(path: "Tests/Golden/rpn").path

  private func sources(_ first: String) -> [String] {
    [
      "--set",
      "regions.proposals=[{\(first)}, {kind: rpn, model: '\(networks)/detectron2-c4', "
        + "post_nms: 3, exempt: true}]",
    ]
  }

  @Test func `networks propose regions, with the same bytes for any number of threads`() throws {
    let job = try SmallJob(images: 6)
    let network = "kind: rpn, model: '\(networks)/torchvision-v2', post_nms: 40"
    for threads in ["1", "2"] {
      let result = try job.run(
        output: "out\(threads)", ["--threads", threads] + sources(network))
      #expect(result.code == 0, "\(result.errors)")
    }
    #expect(try job.promised("out1") == job.promised("out2"))
    let plan = try String(
      decoding: Data(contentsOf: job.folder.appending(path: "out1/plan.json")), as: UTF8.self)
    #expect(plan.contains("proposals.0") && plan.contains("proposals.1"), "\(plan)")
    let keys = try FileManager.default
      .contentsOfDirectory(atPath: job.folder.appending(path: "images").path).sorted()
    let shown = try Program.run(["inspect", "image", "out1", keys[0]], in: job.folder)
    // At most 8 of the first by the chain, and the second's 3.
    let lines = shown.output.split(separator: "\n").count { $0.contains("]  score") }
    #expect(lines > 3 && lines <= 11, "\(shown.output)")

    // Other settings of a network are other regions: the same folder is refused.
    let other = try job.run(output: "out1", sources(network + ", nms_iou: 0.4"))
    #expect(other.code != 0, "\(other.output)")
  }

  @Test func `a folder that is no network is told with what to do`() throws {
    let job = try SmallJob(images: 1)
    let owl = Program.root.appending(path: "pipelines/bundled/models/small-owlv2").path
    let result = try job.run(sources("kind: rpn, model: '\(owl)'"))
    #expect(result.code != 0)
    #expect(result.errors.contains("config.json"), "\(result.errors)")
  }
}
