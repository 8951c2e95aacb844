import ArgumentParser

/// `pseudobox teacher`: what can be asked of a teacher's folder.
struct Teacher: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks at the folder of a frozen CLIP.",
    subcommands: [TeacherCheckCommand.self, TeacherEmbedCommand.self])
}
