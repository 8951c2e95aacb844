import Codecs
public import Records

/// Images that a trained detector will be judged by, and that must not be in the data set.
public struct EvaluationImages: Sendable {
  /// One of them.
  struct Image {
    let name: String
    /// `nil` for a file that cannot be read or decoded.
    let fingerprint: ImageFingerprint?
  }

  private let root: RootFolder
  private let keys: [ImageKey]

  /// Names the images `keys` below `folder`.
  public init(folder: String, keys: [ImageKey]) {
    // A list's paths may lead through links, as those of shared stores do.
    root = RootFolder(path: folder, links: .follow)
    self.keys = keys
  }

  /// Reads all of them, one at a time; `advance` is called after each and may throw to stop.
  ///
  /// Pictures are turned as those of the data set were, whose hashes are taken from the turned ones.
  func read(orientation: OrientationRule, advance: () throws -> Void) throws -> [Image] {
    try keys.map { key in
      var fingerprint: ImageFingerprint?
      if let bytes = try? root.read(key).get() {
        let pixels = try? ImageDecoder.decode(bytes, orientation: orientation).get()
        fingerprint = ImageFingerprint(
          digest: SHA256Digest(of: bytes).bytes, hash: pixels.map { DifferenceHash(of: $0).bits })
      }
      try advance()
      return Image(name: key.description, fingerprint: fingerprint)
    }
  }
}
