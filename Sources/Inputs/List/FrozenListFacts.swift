public import Codecs
import Records

/// What a frozen list says of itself beside its images.
public struct FrozenListFacts: Hashable, Sendable {
  /// Number of images.
  public var images = 0
  /// SHA-256 of the sorted list of keys and image ids.
  public var listDigest = SHA256Digest(of: [])
  /// SHA-256 of keys, captions and classes.
  public var captionsDigest = SHA256Digest(of: [])
  /// The settings that decided what is in the list, one on each line.
  public var settings = ""
  /// The user's files as they were when they were read.
  public var stamps: [InputStamp] = []
  /// The files that images lie in.
  public var containers: [InputContainer] = []
  /// What was found and what could not be used.
  public var report = InputReport()
  /// What was found of images' classes.
  public var classes = ImageLabelReport()

  /// Creates the facts of an empty list.
  public init() {}
}
