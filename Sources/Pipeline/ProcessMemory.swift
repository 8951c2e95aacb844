internal import Foundation

/// The memory of this process, from `/proc/self/status`.
public enum ProcessMemory {
  /// Largest resident size so far in bytes; `nil` where the system does not tell.
  public static var peakBytes: Int? { bytes("VmHWM:") }

  /// Resident size now in bytes; `nil` where the system does not tell.
  public static var currentBytes: Int? { bytes("VmRSS:") }

  private static func bytes(_ field: String) -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field) }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }
}
