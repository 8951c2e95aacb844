import Foundation
import Testing

/// Text queries of an OWL detector in a real run, and again without its images.
struct OWLPipelineTests {
  private static let models = Program.root.appending(path: "pipelines/bundled/models").path

  private func sources(_ settings: String) -> [String] {
    [
      "--set",
      "regions.proposals=[{kind: owlv2, model: '\(Self.models)/small-owlv2', \(settings)}]",
    ]
  }

  private struct Answer: Decodable {
    var image_id: Int
    var file_name: String
    var query: String
    var regions: [Int]
    var boxes: [[Float]]
    var scores: [Float]
  }

  private func answers(_ result: Program.Result) throws -> [Answer] {
    try result.output.split(separator: "\n").map {
      try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
    }
  }

  @Test func `Later answers are those of the run, to what f16 keeps`() throws {
    let job = try SmallJob(images: 5)
    try job.write("names.txt", "cat\n\nbus,12\n")
    let queried = sources("queries: names.txt, top_per_query: 3, exempt: true")
    // Overrides take paths from the current folder, which is the job's.
    let result = try job.run(output: "out", queried)
    #expect(result.code == 0, "\(result.errors)")
    let table = try String(
      decoding: Data(contentsOf: job.folder.appending(path: "out/regions/queries.tsv")),
      as: UTF8.self)
    #expect(
      table == "source\tquery\tname\ttext\n0\t0\tcat\tevery cat\n0\t1\tbus\tevery bus\n")

    let later = try answers(
      try Program.run(
        ["requery", "job.yaml", "--output", "out", "--queries", "names.txt", "--top", "100"]
          + queried, in: job.folder))
    #expect(later.count == 10)
    let shown = try later.map(\.file_name).map { key in
      try Program.run(["inspect", "image", "out", key], in: job.folder).output
    }
    var compared = 0
    for (answer, text) in zip(later, shown) {
      // Regions' lines, `0  [x1 y1 x2 y2]  score s`; lines of labels and class boxes follow.
      let scores = text.split(separator: "\n").compactMap { line in
        let parts = line.components(separatedBy: "]  score ")
        return parts.count == 2 ? parts[1].split(separator: " ").first.flatMap { Float($0) } : nil
      }
      #expect(scores.count == 6 && answer.regions.sorted() == Array(0..<6))
      // A region's own score is that of one of the two queries: the first or the second answer.
      for (region, score) in zip(answer.regions, answer.scores)
      where abs(scores[region] - score) < 2e-3 {
        compared += 1
      }
    }
    #expect(compared >= 30, "\(compared)")
  }

  @Test func `Boxes of image labels are chosen by the detector's own score`() throws {
    let job = try SmallJob(images: 5)
    let rule = ["--set", "labels.class_boxes={rule: proposer, per_label: 1}"]
    let result = try job.run(output: "out", sources("top: 20") + rule)
    #expect(result.code == 0, "\(result.errors)")
    let product = try job.run(
      output: "out",
      sources("top: 20") + ["--set", "labels.class_boxes={rule: proposer_product, per_label: 1}"])
    #expect(product.code == 0, "\(product.errors)")

    let none = try job.run(
      output: "none", sources("store_class_embeddings: false") + rule)
    #expect(none.code == 78, "\(none.code)")
    #expect(none.errors.contains("store_class_embeddings: true"), "\(none.errors)")
    let asked = try Program.run(
      ["requery", "job.yaml", "--output", "out", "--query", "cat"]
        + sources("store_class_embeddings: false"), in: job.folder)
    #expect(asked.code == 78 && asked.output.isEmpty)
  }

  @Test func `Queries change the plan, and long ones are told`() throws {
    let job = try SmallJob(images: 2)
    try job.write("names.txt", "cat\n" + String(repeating: "zebra giraffe ", count: 20))
    let queried = sources("queries: names.txt")
    let first = try job.run("regions", queried)
    #expect(first.code == 0 && first.errors.contains("1 queries of"), "\(first.errors)")
    try job.write("names.txt", "dog\n")
    let second = try job.run("regions", queried)
    #expect(second.code == 78 && second.errors.contains("proposals.0.queries"), "\(second.errors)")
    try job.write("names.txt", "\n\n")
    #expect(try job.run("regions", output: "other", queried).code == 66)
    let empty = try job.run("regions", output: "other", sources("queries: ['_']"))
    #expect(empty.code == 78 && empty.errors.contains("expected queries with words"))
  }

  @Test func `The wrong kind of folder is told by its kind`() throws {
    let job = try SmallJob(images: 1)
    for (kind, model) in [("owlvit", "small-owlv2"), ("owlv2", "small-clip")] {
      let result = try job.run([
        "--set", "regions.proposals=[{kind: \(kind), model: '\(Self.models)/\(model)'}]",
      ])
      #expect(result.code == 65, "\(result.errors)")
      #expect(result.errors.contains("`model_type`"), "\(result.errors)")
    }
  }
}
