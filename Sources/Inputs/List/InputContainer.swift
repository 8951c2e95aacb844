/// A file that holds images.
public struct InputContainer: Hashable, Sendable, Codable {
  /// How images lie in it.
  public enum Kind: String, Sendable, Codable {
    /// Members of a tar archive.
    case tar
    /// Base64 in the second column of a table, as RegionCLIP has it.
    case base64
  }

  /// The file, or `pipe:` and a command.
  public var path: String
  /// How images lie in it.
  public var kind: Kind

  /// Whether a command writes it.
  public var isPiped: Bool { InputStream.isStream(path) }

  /// Creates a container.
  public init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }
}
