internal import Foundation
internal import Kernels

/// What a figure depends on: the machine and the kernels that were chosen on it.
public struct Machine: Hashable, Sendable, Codable {
  /// The processor's own name.
  public let processor: String
  /// Processors that this process may use.
  public let cores: Int
  /// The kernel family, as `plan.json` records it.
  public let kernels: String

  /// This machine.
  public static let current = Machine(
    processor: processorName, cores: ProcessInfo.processInfo.activeProcessorCount,
    kernels: KernelLevel.current.family)

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map(String.init) ?? "unknown"
    return name.trimmingCharacters(in: .whitespaces)
  }
}
