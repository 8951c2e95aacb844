import ArgumentParser

/// `pseudobox bench`: how fast the parts are on this machine.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measures the teacher, the caption parser, proposers and the storage on this machine.",
    discussion: """
      Comparisons with PyTorch, ONNX Runtime, OpenVINO, NLTK, spaCy, MosaicML streaming,
      WebDataset and Parquet are in scripts/bench.
      """,
    subcommands: [
      BenchTeacher.self, BenchCaptions.self, BenchOWL.self, BenchProposals.self, BenchStore.self,
    ])
}
