import Glibc
import Synchronization

/// The name of an unfinished file: `.tmp-<host>-<pid>-<n>-<final name>`.
///
/// Host and process say whose it is, so that only files of dead processes of this host are cleared;
/// `n` keeps the threads of one process apart.
public struct TemporaryName: Hashable, Sendable {
  /// Host, with everything but letters, digits, `.` and `_` replaced by `_`, at most 64 bytes.
  public let host: String
  /// Process number on that host.
  public let process: Int32
  /// Counter within the process.
  public let number: UInt64
  /// The name that the file will have.
  public let finalName: String

  /// The name as it stands in the folder.
  public var text: String { ".tmp-\(host)-\(process)-\(number)-\(finalName)" }

  /// Reads a name; `nil` for a file that is not one of ours.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == ".tmp", !parts[4].isEmpty,
      let process = Int32(parts[2]), process > 0, let number = UInt64(parts[3])
    else { return nil }
    host = String(parts[1])
    self.process = process
    self.number = number
    finalName = String(parts[4])
  }

  private init(host: String, process: Int32, number: UInt64, finalName: String) {
    self.host = host
    self.process = process
    self.number = number
    self.finalName = finalName
  }

  /// A fresh name of this process.
  public static func next(for finalName: String) -> String {
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    let name = TemporaryName(
      host: thisHost, process: getpid(), number: number, finalName: finalName)
    return name.text
  }

  /// This machine's name in the form used here.
  public static let thisHost: String = {
    var buffer = [CChar](repeating: 0, count: 256)
    let status = unsafe buffer.withUnsafeMutableBufferPointer { pointer in
      guard let base = pointer.baseAddress else { return Int32(-1) }
      return unsafe gethostname(base, pointer.count - 1)
    }
    guard status == 0 else { return "unknown" }
    let bytes = buffer.prefix { $0 != 0 }.prefix(64).map { UInt8(bitPattern: $0) }
    let safe = bytes.map { byte -> UInt8 in
      let isKept =
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
          true
        default: false
        }
      return isKept ? byte : UInt8(ascii: "_")
    }
    return safe.isEmpty ? "unknown" : String(decoding: safe, as: UTF8.self)
  }()

  // Not from 0: processes of two containers may share host name and number (each one's first is 1),
  // and must not share names.
  private static let counter = Atomic<UInt64>(.random(in: 0..<1 << 60))
}
