import Foundation

/// A small real job in a temporary folder: some of the bundled scenes and a pipeline file.
final class SmallJob {
  let folder: URL

  /// Copies the first `images` bundled scenes and writes `job.yaml` for them.
  init(images: Int, unitImages: Int = 4) throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "pseudobox-\(UUID().uuidString)")
    let scenes = Program.root.appending(path: "pipelines/bundled/scenes")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "images"), withIntermediateDirectories: true)
    let names = try FileManager.default
      .contentsOfDirectory(atPath: scenes.appending(path: "images").path).sorted().prefix(images)
    for name in names {
      try FileManager.default.copyItem(
        at: scenes.appending(path: "images/\(name)"), to: folder.appending(path: "images/\(name)"))
    }
    let models = Program.root.appending(path: "pipelines/bundled/models").path
    try write(
      "job.yaml",
      """
      version: 1
      input:
        images: images
        captions: \(scenes.path)/captions.json
        ground_truth: \(scenes.path)/instances.json
      plan: {unit_images: \(unitImages)}
      concepts: {min_occurrences: 1, min_images: 1}
      regions:
        teacher: {model: "\(models)/small-clip", crop: squash, batch: 16}
        proposals:
          - {kind: ground_truth}
          - {kind: owlv2, model: "\(models)/small-owlv2"}
        chain: {top: 8}
      """)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// Runs `pseudobox <command> job.yaml --output <output> …`.
  func run(
    _ command: String = "run", output: String = "out", _ more: [String] = [],
    under: [String] = []
  ) throws -> Program.Result {
    try Program.run(
      [command, "job.yaml", "--output", output, "--progress", "none"] + more, in: folder,
      under: under)
  }

  /// Runs a line of the shell in the job's folder; returns its exit status.
  func shell(_ line: String) throws -> Int32 {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", line]
    shell.currentDirectoryURL = folder
    try shell.run()
    shell.waitUntilExit()
    return shell.terminationStatus
  }

  /// Runs `pseudobox run` with more arguments.
  func run(_ more: [String]) throws -> Program.Result {
    try run("run", output: "out", more)
  }

  /// Contents of every file below `output/part`, by relative path.
  func files(_ output: String, _ parts: [String]) throws -> [String: Data] {
    var found: [String: Data] = [:]
    let root = folder.appending(path: output).path
    for part in parts {
      let base = "\(root)/\(part)"
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: base, isDirectory: &isFolder) else { continue }
      let names =
        isFolder.boolValue
        ? (FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? [])
          .map { "\(part)/\($0)" } : [part]
      for name in names {
        var isInnerFolder: ObjCBool = false
        let path = "\(root)/\(name)"
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isInnerFolder)
        if !isInnerFolder.boolValue {
          found[name] = try Data(contentsOf: URL(filePath: path))
        }
      }
    }
    return found
  }

  /// The files whose bytes are promised: they depend on inputs, settings and models only.
  func promised(_ output: String = "out") throws -> [String: Data] {
    try files(output, ["plan.json", "concepts", "regions", "labels", "index.db", "report"])
  }
}
