import ArgumentParser

/// `pseudobox bench`: how fast the parts are on this machine.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures the teacher, the caption parser and the pairing on this machine.",
    discussion: """
      Comparisons with PyTorch, ONNX Runtime, OpenVINO, NLTK and spaCy are in scripts/bench.
      """,
    subcommands: [BenchTeacher.self, BenchCaptions.self, BenchPairing.self])
}
