import Codecs

/// What a user's file looked like when it was read, so that a change is noticed without reading it
/// again.
public struct InputStamp: Hashable, Sendable, Codable {
  /// What is compared when size or time differ.
  public enum Check: String, Sendable, Codable {
    /// The SHA-256 of the file.
    case contents
    /// The SHA-256 of an archive's headers and texts, which is found by passing over its images.
    case members
    /// The SHA-256 of a table's names and of where its images lie.
    case lines
    /// Number and names of a folder's images; only whole runs walk a folder.
    case names
    /// Nothing: it came from a stream.
    case none
  }

  /// The file, folder or stream as the settings name it.
  public var path: String
  /// Size in bytes.
  public var bytes: Int
  /// When it was last changed, in seconds since 1970.
  public var modified: Double
  /// What `digest` covers.
  public var check: Check
  /// Digest in hexadecimal digits; empty for none.
  public var digest: String

  /// Creates a stamp.
  public init(path: String, bytes: Int, modified: Double, check: Check, digest: String) {
    self.path = path
    self.bytes = bytes
    self.modified = modified
    self.check = check
    self.digest = digest
  }

  /// Stamps a file whose digest is known; a stream has neither size nor time.
  ///
  /// `facts` are those from before it was read: what was written meanwhile then shows as a change.
  init(
    of path: String, check: Check = .contents, digest: String,
    facts: (bytes: Int, modified: Double)?
  ) {
    guard !InputStream.isStream(path), let facts else {
      self.init(path: path, bytes: 0, modified: 0, check: .none, digest: "")
      return
    }
    self.init(
      path: path, bytes: facts.bytes, modified: facts.modified, check: check, digest: digest)
  }

  /// Stamps a file by reading it.
  init(reading path: String) throws {
    guard !InputStream.isStream(path) else {
      self.init(of: path, digest: "", facts: nil)
      return
    }
    let facts = Self.facts(path)
    self.init(of: path, digest: try FileBytes(path: path).readDigest().hex, facts: facts)
  }

  /// Size and time of the file that `path` leads to, over links if need be; `nil` when it leads to
  /// no regular file.
  static func facts(_ path: String) -> (bytes: Int, modified: Double)? {
    FileStamp(path: path).map { ($0.bytes, Double($0.modified) / 1e9) }
  }

  /// What differs from today's file, in words; `nil` when nothing does.
  ///
  /// Size and time are looked at first; only where they differ is the file read. Folders and
  /// streams are not looked at. `stop` is called while a file is read; it throws to stop.
  public func change(_ stop: @escaping () throws -> Void = {}) throws -> String? {
    guard check != .names, check != .none else { return nil }
    guard let now = Self.facts(path) else { return "it is not there any more" }
    if now == (bytes, modified) { return nil }
    let found =
      switch check {
      case .members: try TarScan.digest(ofArchive: path, check: stop).hex
      case .lines: try Base64Table(path: path).forEach { _, _ in try stop() }.hex
      case .contents, .names, .none: try FileBytes(path: path, check: stop).readDigest().hex
      }
    guard found != digest else { return nil }
    return now.bytes == bytes
      ? "its contents differ" : "it had \(bytes) bytes, now it has \(now.bytes)"
  }
}

/// Paths that stand for a stream and not for a file.
enum InputStream {
  /// What begins the path of a command whose output is read.
  static let pipePrefix = "pipe:"

  /// Whether `path` is standard input or a command.
  static func isStream(_ path: String) -> Bool {
    path == CaptionSource.standardInput || path.hasPrefix(pipePrefix)
  }
}
