import Foundation
import Labeling

/// Slurm's own commands.
enum SlurmQueue {
  /// The limit of a site that has not set one.
  static let usualArraySizeMax = 1001

  /// The site's limit of array indices.
  static func arraySizeMax() throws -> Int {
    let text = try run("scontrol", ["show", "config"])
    let line = text.split(separator: "\n").first { $0.hasPrefix("MaxArraySize") }
    let value = line?.split(separator: "=").last.flatMap {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    return max(1, value ?? usualArraySizeMax)
  }

  /// Fails when jobs of the user called `name` are in the queue.
  static func requireNone(_ name: String) throws {
    let text = try run("squeue", ["--me", "--noheader", "--name=\(name)", "--format=%i %T"])
    let jobs = text.split(separator: "\n").map(String.init)
    if !jobs.isEmpty { throw SlurmError.alreadyQueued(name: name, jobs: jobs) }
  }

  /// What `command` prints.
  static func run(_ command: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw SlurmError.notInstalled(command: command)
    }
    // Errors of these commands are a few lines, which a pipe holds.
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let told = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      // env's code for a command that is not there.
      if process.terminationStatus == 127 { throw SlurmError.notInstalled(command: command) }
      throw SlurmError.failed(
        command: ([command] + arguments).joined(separator: " "), code: process.terminationStatus,
        text: String(decoding: told, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return String(decoding: printed, as: UTF8.self)
  }
}
