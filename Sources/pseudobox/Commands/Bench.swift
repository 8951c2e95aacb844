import ArgumentParser

/// `pseudobox bench`: how fast the parts are on this machine.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measures teacher, caption parser, pairing, proposers, storage and report on this machine.",
    discussion: """
      Comparisons with PyTorch, ONNX Runtime, OpenVINO, NLTK, spaCy, MosaicML streaming,
      WebDataset and Parquet are in scripts/bench.
      """,
    subcommands: [
      BenchTeacher.self, BenchCaptions.self, BenchPairing.self, BenchOWL.self, BenchProposals.self,
      BenchStore.self, BenchReport.self,
    ])
}
