import Foundation

/// The built `pseudobox` beside the test bundle, run as a process of its own.
struct Program {
  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  /// The repository's root, found from this file.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let executable = URL(filePath: ProcessInfo.processInfo.arguments[0])
    .deletingLastPathComponent().appending(path: "pseudobox")

  /// Starts the program, as the last arguments of the command `under` if there is one.
  ///
  /// Output goes to files in `folder`, so that no pipe can fill up.
  static func start(_ arguments: [String], in folder: URL, under: [String] = []) throws
    -> Process
  {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = under + [executable.path] + arguments
    process.currentDirectoryURL = folder
    for name in ["stdout.txt", "stderr.txt"] {
      try Data().write(to: folder.appending(path: name))
    }
    process.standardOutput = try FileHandle(
      forWritingTo: folder.appending(path: "stdout.txt"))
    process.standardError = try FileHandle(
      forWritingTo: folder.appending(path: "stderr.txt"))
    try process.run()
    return process
  }

  /// Runs the program to its end.
  static func run(_ arguments: [String], in folder: URL, under: [String] = []) throws -> Result {
    let process = try start(arguments, in: folder, under: under)
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
    return Result(
      code: process.terminationStatus, output: try text("stdout.txt"),
      errors: try text("stderr.txt"))
  }
}
