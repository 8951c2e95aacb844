import Foundation
import Testing

/// A sample of what `scripts/test-faults` does with every call: real runs whose system calls fail.
@Suite(.serialized)
struct IOFaultTests {
  /// The library that makes calls fail, built once; `nil` without a C compiler.
  static let library: String? = {
    let source = Program.root.appending(path: "scripts/faults/iofault.c").path
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).so").path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["cc", "-O1", "-fPIC", "-shared", "-o", path, source, "-ldl"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? path : nil
  }()

  private let job: SmallJob

  init() throws { job = try SmallJob(images: 1, unitImages: 1) }

  private func run(_ variables: [String]) throws -> Program.Result {
    let preload = "LD_PRELOAD=\(Self.library ?? "")"
    let folder = "IOFAULT_DIR=\(job.folder.appending(path: "out").path)"
    return try Program.run(
      ["run", "job.yaml", "--output", "out", "--progress", "none", "--threads", "1"],
      in: job.folder, under: ["env", preload, folder, "SWIFT_BACKTRACE=enable=no"] + variables)
  }

  @Test(.enabled(if: library != nil, "needs a C compiler"))
  func `whichever call fails, the run says so, and the next one makes the same bytes`() throws {
    let log = job.folder.appending(path: "calls")
    #expect(try run(["IOFAULT_LOG=\(log.path)"]).code == 0)
    let expected = try job.promised()
    let text = try String(contentsOf: log, encoding: .utf8)
    let calls = try #require(Int(text.filter(\.isNumber)))
    #expect(calls > 100)
    var random = SystemRandomNumberGenerator()
    for (action, ever) in [
      ("eio", 0), ("eio", 1), ("enospc", 0), ("enospc", 1), ("short", 0), ("short", 1),
    ] {
      try FileManager.default.removeItem(at: job.folder.appending(path: "out"))
      let place = Int.random(in: 1...calls, using: &random)
      let result = try run([
        "IOFAULT_AT=\(place)", "IOFAULT_DO=\(action)", "IOFAULT_EVER=\(ever)",
      ])
      let text = "\(action) at call \(place), \(ever == 1 ? "for ever" : "once"): \(result)"
      #expect([0, 65, 66, 74, 75].contains(result.code), "\(text)")
      // A report that was cut short is made again; what was published stays.
      for (name, bytes) in try job.promised() where !name.contains(".tmp-") {
        if !name.hasPrefix("report/") { #expect(bytes == expected[name], "\(text): \(name)") }
      }
      #expect(try job.run().code == 0, "\(text)")
      let found = try job.promised()
      #expect(found.keys.sorted() == expected.keys.sorted(), "\(text)")
      for (name, bytes) in expected { #expect(found[name] == bytes, "\(text): \(name)") }
    }
  }
}
