import ArgumentParser

/// `pseudobox slurm`: job arrays over a frozen plan.
struct Slurm: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slurm",
    abstract: "Writes and submits Slurm job arrays over a frozen plan.",
    subcommands: [SlurmSubmit.self])
}
