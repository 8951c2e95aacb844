import Foundation

/// Runs the program on a small tmpfs in a mount namespace of its own, as root only.
enum FullDisk {
  /// Whether this process may mount.
  static let canMount: Bool = {
    guard geteuid() == 0 else { return false }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", folder.path]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Runs the program with a tmpfs of `kilobytes` mounted at `mount`, then lists what is left and
  /// verifies each shard that has its name.
  static func run(
    kilobytes: Int, at mount: URL, _ arguments: [String], in folder: URL
  ) throws -> Program.Result {
    let script = """
      mount -t tmpfs -o size=\(kilobytes)k tmpfs '\(mount.path)' || exit 99
      "$0" "$@"; code=$?
      find '\(mount.path)' -type f
      broken=0
      if [ -s '\(mount.path)/out/plan.json' ]; then
        "$0" verify '\(mount.path)/out' | grep -v ': missing$' | grep -q 'plr.zst' && broken=1
      fi
      [ $broken -eq 0 ] && echo 'all shards whole'
      exit $code
      """
    return try Program.run(
      arguments, in: folder, under: ["unshare", "-m", "sh", "-c", script])
  }
}
